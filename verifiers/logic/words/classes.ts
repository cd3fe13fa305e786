/** Plural nouns for classes of people and animals, none of them part of another by its meaning. */
export const classes: readonly string[] = [
  'archers', 'bakers', 'bankers', 'barbers', 'beekeepers', 'bellringers', 'botanists', 'brewers',
  'butchers', 'carpenters', 'cellists', 'climbers', 'clockmakers', 'collectors', 'cooks', 'cyclists',
  'dancers', 'dentists', 'divers', 'drummers', 'fencers', 'florists', 'gardeners', 'geologists',
  'glaziers', 'grocers', 'harpists', 'hikers', 'jugglers', 'knitters', 'librarians', 'locksmiths',
  'magicians', 'mechanics', 'miners', 'novelists', 'nurses', 'optimists', 'painters', 'pilots',
  'plumbers', 'poets', 'potters', 'printers', 'rowers', 'sailors', 'sculptors', 'singers', 'skaters',
  'smiths', 'surveyors', 'swimmers', 'tailors', 'tilers', 'translators', 'vegetarians', 'walkers',
  'weavers', 'whistlers', 'wrestlers',
]; // biome-ignore format: a list
