// The words of the page Studio.
export const studio = {
  title: "Studio",
};
