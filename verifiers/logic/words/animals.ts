/** Animals whose legs can be counted without dispute. */

export interface Animal {
  readonly one: string;
  readonly many: string;
  readonly legs: number;
}

const byLegs: Readonly<Record<number, string>> = {
  0: 'adder earthworm eel herring salmon slowworm trout viper cod whale',
  2: 'goose/geese hen swan owl stork parrot pigeon ostrich/ostriches penguin heron',
  4: 'donkey goat pig rabbit fox/foxes wolf/wolves hedgehog camel otter badger mouse/mice frog newt lizard tortoise zebra rhino squirrel',
  6: 'ladybird moth dragonfly/dragonflies mosquito/mosquitoes hornet earwig stag beetle bumblebee aphid locust',
  8: 'tarantula tick harvestman/harvestmen wolf spider',
  10: 'crayfish/crayfish prawn',
};
/** Names of two words; everything else above is one. */
const joined = ['stag beetle', 'wolf spider'];
const unchanged = new Set(['herring', 'salmon', 'trout', 'cod']);

export const animals: readonly Animal[] = Object.entries(byLegs).flatMap(([legs, names]) =>
  joined
    .reduce((text, name) => text.replace(name, name.replace(' ', '_')), names)
    .split(' ')
    .map((word): Animal => {
      const [one = '', many = unchanged.has(one) ? one : `${one}s`] = word
        .replace('_', ' ')
        .split('/');
      return { one, many, legs: Number(legs) };
    }),
);
