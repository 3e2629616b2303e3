// The words of the page Blend.
export const blend = {
  first: "First track",
  second: "Second track",
  choose: (which: string): string => `Choose: ${which}`,
  needsTwo: "Hand in two tracks first, sound or MIDI.",
  amount: "How much of each",
  amountSaid: (ofA: number, a: string, ofB: number, b: string): string => `${ofA} percent ${a}, ${ofB} percent ${b}`,
  melody: "Melody",
  rhythm: "Rhythm and tempo",
  harmony: "Chords and key",
  mix: "As the slider says",
  of: (name: string): string => `From ${name}`,
  start: "From second",
  startHint: "Where in both tracks the part begins that is listened to.",
  seconds: "Seconds",
  secondsHint: "How long the piece is to be, 2 to 180.",
  submit: "Blend them",
};
