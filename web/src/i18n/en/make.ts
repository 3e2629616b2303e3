// The words of the page Make.
export const make = {
  title: "Make",
};
