/**
 * Makes the sample recordings of audio/ and their list audio/samples.json: espeak-ng reads short Vietnamese texts on
 * the Sơn Mai plan's topics, ffmpeg stores them in different formats and at different levels (one clipped), as a
 * commune's recordings come. Needs espeak-ng and ffmpeg; its results are committed, so that nobody else needs espeak-ng.
 *
 *   node scripts/make-samples.mjs
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OUT = join(import.meta.dirname, '..', 'audio');
const LABEL = 'Bản ghi mẫu, giọng đọc tổng hợp.';

/** `gainDb` is on espeak-ng's own level, about −19 LUFS; `codec` are ffmpeg's output options. */
const SAMPLES = [
  {
    file: 'dich-vu-cong-truc-tuyen.wav',
    title: 'Nộp hồ sơ qua Cổng dịch vụ công trực tuyến',
    topics: ['B.I.4.đ', 'B.I.4.e'],
    programmeKey: 'cds-hang-tuan',
    voice: 'vi',
    gainDb: -16,
    codec: ['-ac', '1', '-ar', '16000', '-c:a', 'pcm_s16le'],
    text: `Kính thưa bà con. Từ nay, nhiều thủ tục hành chính có thể làm ngay tại nhà, trên Cổng dịch vụ công quốc gia.
      Bà con cần một tài khoản định danh điện tử và điện thoại có kết nối mạng. Nộp hồ sơ trực tuyến giúp bà con đỡ đi lại,
      biết rõ khi nào có kết quả. Ai chưa quen, xin mời đến bộ phận một cửa của xã để được hướng dẫn.`,
  },
  {
    file: 'vneid-thay-the-bao-hiem-y-te.m4a',
    title: 'Dùng căn cước gắn chíp hoặc VNeID thay thẻ bảo hiểm y tế',
    topics: ['B.I.4.g'],
    programmeKey: 'cds-hang-tuan',
    voice: 'vi-vn-x-south',
    gainDb: -3,
    codec: ['-ac', '2', '-ar', '44100', '-c:a', 'aac', '-b:a', '64k'],
    text: `Thưa bà con. Khi đi khám bệnh, chữa bệnh, bà con có thể dùng thẻ căn cước công dân gắn chíp, hoặc ứng dụng
      Vi En E I Đi trên điện thoại, thay cho thẻ bảo hiểm y tế bằng giấy. Bà con nhớ mang theo một trong hai thứ đó.
      Ai chưa cài ứng dụng, xin liên hệ tổ công nghệ số cộng đồng của thôn để được giúp đỡ.`,
  },
  {
    file: 'hoa-don-dien-tu.mp3',
    title: 'Lợi ích của hóa đơn điện tử khởi tạo từ máy tính tiền',
    topics: ['B.I.4.c'],
    programmeKey: 'cds-hang-thang',
    voice: 'vi+f3',
    gainDb: 5,
    codec: ['-ac', '1', '-ar', '44100', '-c:a', 'libmp3lame', '-b:a', '64k'],
    text: `Chuyên mục chuyển đổi số. Hóa đơn điện tử khởi tạo từ máy tính tiền giúp hộ kinh doanh bán hàng nhanh hơn, không lo
      mất hóa đơn, và dễ đối chiếu sổ sách. Người mua có hóa đơn rõ ràng để bảo vệ quyền lợi của mình. Khi mua hàng, bà con
      hãy lấy hóa đơn. Đó là cách góp phần để việc kê khai thuế công khai và minh bạch.`,
  },
  {
    file: 'duong-day-nong-cchc.ogg',
    title: 'Đường dây nóng tiếp nhận phản ánh về thủ tục hành chính',
    topics: ['B.II.6', 'B.II.4.b'],
    programmeKey: 'cchc',
    voice: 'vi',
    gainDb: -8,
    codec: ['-ac', '1', '-ar', '48000', '-c:a', 'libopus', '-b:a', '24k'],
    text: `Chuyên mục cải cách hành chính. Khi gặp khó khăn về thủ tục hành chính, hoặc chưa hài lòng về thái độ phục vụ, bà con
      hãy phản ánh qua đường dây nóng của xã. Số điện thoại và địa chỉ tiếp nhận được niêm yết công khai tại bộ phận một cửa.
      Mọi phản ánh, kiến nghị đều được ghi nhận, xử lý và trả lời.`,
  },
  {
    file: 'to-cong-nghe-so-cong-dong.flac',
    title: 'Tổ công nghệ số cộng đồng đến từng nhà',
    topics: ['B.I.4.k', 'B.I.4.b'],
    programmeKey: 'cds-hang-tuan',
    voice: 'vi+f2',
    gainDb: -12,
    codec: ['-ac', '1', '-ar', '16000', '-sample_fmt', 's16', '-c:a', 'flac'],
    text: `Thưa bà con. Tổ công nghệ số cộng đồng của thôn gồm những người trẻ, quen dùng điện thoại và máy tính. Các bạn đến từng
      nhà, giúp bà con cài ứng dụng, nộp hồ sơ trực tuyến và thanh toán không dùng tiền mặt. Bà con đừng ngại hỏi.
      Học một lần, dùng được nhiều lần.`,
  },
  {
    file: 'thong-bao-phat-thu.mp3',
    title: 'Thông báo phát thử hệ thống truyền thanh',
    topics: ['B.I.2'],
    programmeKey: 'cds-hang-tuan',
    voice: 'vi',
    gainDb: -5,
    codec: ['-ac', '1', '-ar', '48000', '-c:a', 'libmp3lame', '-b:a', '48k'],
    text: 'Đây là buổi phát thử của hệ thống truyền thanh xã. Xin cảm ơn bà con.',
  },
];

function make(sample, directory) {
  const spoken = join(directory, 'spoken.wav');
  const text = `${LABEL} ${sample.text.replace(/\s+/g, ' ')}`;
  execFileSync('espeak-ng', ['-v', sample.voice, '-s', '150', '-w', spoken, text]);
  const output = join(OUT, sample.file);
  execFileSync('ffmpeg', [
    ...[
      '-nostdin',
      '-v',
      'error',
      '-y',
      '-f',
      'wav',
      '-i',
      spoken,
      '-af',
      `volume=${sample.gainDb}dB,aformat=sample_fmts=s16`,
    ],
    ...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact', ...sample.codec, output],
  ]);
  return statSync(output).size;
}

const directory = mkdtempSync(join(tmpdir(), 'samples-'));
try {
  const bytes = SAMPLES.map((sample) => make(sample, directory));
  const list = SAMPLES.map(({ file, title, topics, programmeKey }) => ({
    file,
    title: title.normalize('NFC'),
    topics,
    programmeKey,
    language: 'vie',
    synthetic: true,
    hasMusic: false,
  }));
  const json = JSON.stringify(list, null, 2).replace(
    /\[\s+((?:"[^"]*",?\s*)+)\]/g,
    (_, items) => `[${items.trim().replace(/\s+/g, ' ')}]`,
  );
  writeFileSync(join(OUT, 'samples.json'), `${json}\n`);
  process.stdout.write(`${SAMPLES.length} samples, ${bytes.reduce((sum, size) => sum + size, 0)} bytes\n`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
