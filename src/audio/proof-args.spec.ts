import { passageArgs } from './proof-args';

it('decodes one passage by sample position, from a named demuxer and a plain file', () => {
  const args = passageArgs({ file: '/d/a b.mp3', fromFrame: 48_000, frames: 96_000 }, 8_000);
  expect(args.join(' ')).toContain('-protocol_whitelist file -f mp3 -i file:/d/a b.mp3 -map 0:a:0');
  expect(args).toContain(
    'aformat=sample_rates=48000:channel_layouts=mono,atrim=start_sample=48000:end_sample=144000,aresample=8000',
  );
  expect(args.slice(-4)).toEqual(['s16le', '-protocol_whitelist', 'pipe', 'pipe:1']);
  expect(args).not.toContain('-ss');
});
