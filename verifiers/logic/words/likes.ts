/** What people in a haystack of statements like and dislike. */

/** Third person singular, followed by a thing or an activity. */
export const attitudes: readonly string[] = [
  'adores', 'avoids', 'cannot stand', 'cares for', 'dislikes', 'dreams of', 'enjoys',
  'fears', 'has given up', 'has had enough of', 'has time for', 'is bored by', 'is fond of', 'is good at',
  'is proud of', 'is tired of', 'keeps away from', 'knows a lot about', 'laughs at', 'likes', 'longs for',
  'loves', 'makes fun of', 'misses', 'never mentions', 'never tires of', 'prefers', 'puts up with', 'raves about',
  'saves money for', 'sings about', 'speaks highly of', 'takes pleasure in', 'thinks little of', 'writes about',
]; // biome-ignore format: a list

export const subjects: readonly string[] = [
  'accordions', 'almonds', 'ancient coins', 'apple pie', 'archery', 'baking bread', 'ballads', 'beetles', 'bell towers',
  'birdwatching', 'black tea', 'board games', 'bonfires', 'bowling', 'bridges', 'brass bands', 'building kites',
  'camping', 'canals', 'card tricks', 'carving wood', 'cheese', 'chess', 'choir practice', 'cider', 'circuses',
  'cleaning windows', 'climbing', 'cold soup', 'comets', 'crosswords', 'cycling', 'darts', 'daydreaming', 'deserts',
  'dominoes', 'donkeys', 'early mornings', 'embroidery', 'fairs', 'fencing', 'ferns', 'ferries', 'film music', 'fishing',
  'flying kites', 'fog', 'folding paper', 'fossils', 'foxes', 'frost', 'garden parties', 'ginger', 'glass beads',
  'gliding', 'goats', 'gooseberries', 'growing tomatoes', 'hammocks', 'harbours', 'hats', 'hedgehogs', 'hiking',
  'honey', 'horror films', 'ice skating', 'ironing shirts', 'jazz', 'jigsaw puzzles', 'juggling', 'knitting', 'lanterns',
  'learning languages', 'lemonade', 'lighthouses', 'liquorice', 'long novels', 'magnets', 'maps', 'marathons', 'marbles',
  'meadows', 'melons', 'mending clocks', 'mirrors', 'modern art', 'moths', 'mountains', 'mushrooms', 'museums', 'night trains',
  'nutmeg', 'olives', 'opera', 'orchids', 'owls', 'painting fences', 'pancakes', 'parrots', 'peppermint', 'photography',
  'pickles', 'picnics', 'pottery', 'puppets', 'quilts', 'radishes', 'rain', 'rhubarb', 'riddles', 'river boats', 'roller coasters',
  'rowing', 'sailing', 'sandcastles', 'saxophones', 'sewing', 'shadow plays', 'shells', 'sketching', 'sledging', 'snowstorms',
  'spiders', 'square dances', 'stamps', 'stargazing', 'steam engines', 'strawberries', 'sundials', 'swimming', 'table tennis',
  'tea parties', 'thunder', 'toffee', 'trams', 'tulips', 'umbrellas', 'volcanoes', 'walnuts', 'waltzes', 'washing dishes',
  'waterfalls', 'weddings', 'windmills', 'wool socks', 'writing letters', 'yoga',
]; // biome-ignore format: a list
