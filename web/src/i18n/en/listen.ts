// The words of the page Listen.
export const listen = {
  title: "Listen",
};
