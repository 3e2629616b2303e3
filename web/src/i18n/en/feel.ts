// The words of the page Feel.
export const feel = {
  title: "Feel",
};
