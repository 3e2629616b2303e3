// The words of the page Hear.
export const hear = {
  title: "Hear",
};
