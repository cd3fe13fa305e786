/** English pronouns of every kind, in lower case. */
export const pronouns: ReadonlySet<string> = new Set(
  `
  this that these those who whom whose which what whoever whomever whatever whichever
  anybody anyone anything everybody everyone everything nobody nothing somebody someone something
  each either neither both all some any none
  i me my mine myself we us our ours ourselves you your yours yourself yourselves
  he him his himself she her hers herself it its itself they them their theirs themselves
`
    .trim()
    .split(/\s+/),
);
