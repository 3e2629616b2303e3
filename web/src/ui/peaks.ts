// Peaks: how loud a sound file is along its length, measured in the browser from the decoded sound.
const COUNT = 800;
const RATE = 8000;
const REMEMBERED = 12;
const known = new Map<string, Promise<Float32Array>>();

/** 800 numbers from 0 to 1. Fetched, decoded and forgotten again but for these. */
export function peaksOf(address: string): Promise<Float32Array> {
  const found = known.get(address) ?? measured(address);
  known.delete(address);
  known.set(address, found);
  found.catch(() => known.delete(address));
  for (const oldest of [...known.keys()].slice(0, -REMEMBERED)) known.delete(oldest);
  return found;
}

async function measured(address: string): Promise<Float32Array> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const sound = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await response.arrayBuffer());
  const channels = Array.from({ length: sound.numberOfChannels }, (_, channel) => sound.getChannelData(channel));
  return peaks(channels, COUNT);
}

/** Of each share of the sound the mean of its strength, the loudest as 1. */
export function peaks(channels: readonly Float32Array[], count: number): Float32Array {
  const found = new Float32Array(count);
  const frames = channels[0]?.length ?? 0;
  for (let share = 0; share < count; share += 1) {
    const from = Math.floor((share * frames) / count);
    const to = Math.max(Math.floor(((share + 1) * frames) / count), from + 1);
    let sum = 0;
    for (const channel of channels) for (let frame = from; frame < to; frame += 1) sum += (channel[frame] ?? 0) ** 2;
    found[share] = Math.sqrt(sum / ((to - from) * Math.max(channels.length, 1)));
  }
  const loudest = found.reduce((most, one) => Math.max(most, one), 0);
  return loudest > 0 ? found.map((one) => one / loudest) : found;
}
