// The words of the page History.
export const history = {
  title: "History",
};
