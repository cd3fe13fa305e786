/** The fifty person names that the published instruction lists for the model. */
export const names: readonly string[] = `
  Emma Liam Sophia Jackson Olivia Noah Ava Lucas Isabella Mason Mia Ethan Charlotte Alexander
  Amelia Benjamin Harper Leo Zoe Daniel Chloe Samuel Lily Matthew Grace Owen Abigail Gabriel Ella
  Jacob Scarlett Nathan Victoria Elijah Layla Nicholas Audrey David Hannah Christopher Penelope
  Thomas Nora Andrew Aria Joseph Claire Ryan Stella Jonathan
`
  .trim()
  .split(/\s+/);
