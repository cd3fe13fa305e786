/** First names for the people of the puzzles: enough that no one name is often the answer. */
export const firstNames: readonly string[] = (
  'Ada Alan Anna Bela Boris Carla Clara Cyril David Dina Edgar Elena Emil Erika Felix Flora Frida ' +
  'Goran Greta Hanna Hugo Ines Irene Ivo Jana Jonas Karl Katya Lena Linus Lotte Magda Milan Mira ' +
  'Nils Nora Olga Oskar Otto Paula Petra Quinn Ralf Rosa Ruth Simon Stefan Tilda Tomas Ursula Uwe ' +
  'Vera Viktor Wanda Xenia Yara Yusuf Zora'
).split(' ');
