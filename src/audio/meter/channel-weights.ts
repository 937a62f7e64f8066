const SURROUND = 1.41;

/** Weights of BS.1770-4 by ffmpeg's name of a layout, in ffmpeg's order of channels. */
const LAYOUTS: Readonly<Record<string, readonly number[]>> = {
  '2.1': [1, 1, 0],
  '3.1': [1, 1, 1, 0],
  '4.0': [1, 1, 1, SURROUND],
  '4.1': [1, 1, 1, 0, SURROUND],
  quad: [1, 1, SURROUND, SURROUND],
  'quad(side)': [1, 1, SURROUND, SURROUND],
  '5.0': [1, 1, 1, SURROUND, SURROUND],
  '5.0(side)': [1, 1, 1, SURROUND, SURROUND],
  '5.1': [1, 1, 1, 0, SURROUND, SURROUND],
  '5.1(side)': [1, 1, 1, 0, SURROUND, SURROUND],
  '6.1': [1, 1, 1, 0, SURROUND, SURROUND, SURROUND],
  '7.1': [1, 1, 1, 0, SURROUND, SURROUND, SURROUND, SURROUND],
};

/** One weight per channel: 1 in front, 1.41 behind and beside, none for the LFE; 1 for all of a layout nobody named. */
export function channelWeights(layout: string, channels: number): readonly number[] {
  const weights = LAYOUTS[layout];
  return weights?.length === channels ? weights : Array.from({ length: channels }, () => 1);
}
