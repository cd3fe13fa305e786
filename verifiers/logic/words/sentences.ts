/**
 * Sentences of our own writing, 3 to 35 words, one a line. `@` stands for a first name, so that a
 * sentence comes in many copies. Their words fall into one order only, as far as English allows.
 */
import type { Rng } from '../../random.ts';
import { firstNames } from './names.ts';

const text = `
@ found it.
Nobody was listening.
The kettle boiled.
Everything went wrong.
We agreed at once.
They never told @.
The lamp went out.
She left without him.
Close the gate, please.
My bread is burnt.
Why did @ leave?
The rope broke in half.
Nobody knows what @ wants.
He sold me the boat.
This soup needs more salt.
@ cannot swim very far.
Whose coat is on fire?
Give @ the smaller cup.
The attic smells of apples.
I forgot to wind the clock.
The last train has already left.
@ taught her parrot to whistle.
We could hear the sea below.
There is sand in my shoes.
Please tell me what you saw.
A stranger bought all the eggs.
Half of the class was asleep.
@ wrote the letter in green ink.
The bridge was closed for the winter.
No one dared to open the box.
The goat ate my best straw hat.
He painted the fence without being asked.
I would rather walk than take @.
Our neighbour keeps bees on the roof.
The museum is free for children today.
Did you remember to lock the shed?
They had never seen so much snow.
@ asked me to water his plants.
The boy who won the race was barefoot.
She could not find the end of the thread.
My uncle repairs clocks that nobody else can mend.
The moon was bright enough to read by it.
@ promised to bring the tent back on Friday.
If it rains, we shall eat in the barn.
The baker gave us what was left of it.
Nothing grows in the shade of the old tree.
He counted the coins again before he left them.
How many steps lead to the top of it?
It took @ an hour to light the stove.
I have lost the key to my own house.
You will need a longer ladder to reach that.
The dog refused to walk past the new statue.
@ keeps a list of every bird he has seen.
The village has had no doctor since the old one retired.
We waited on the platform until the lights were turned off.
She folded the map so badly that it tore in two.
The mayor is too shy to speak in front of us.
Nobody believed that @ had baked the cake without any help.
My grandmother still sings the songs she learned as a girl.
He was the only passenger who did not complain about it.
The cat sleeps wherever the sun falls on the kitchen floor.
I do not know which of these two keys is mine.
They built the house with stones from the dry river bed.
There was enough soup for everyone who had come in late.
As soon as the bell rang, the children ran to it.
@ would not say where she had hidden the silver spoon.
The painter needed three days to finish the door of the chapel.
We were told that the ferry does not run on a holiday.
It is easier to break a promise than it is to make one.
@ has worn the same grey coat for more than twenty years.
The teacher smiled when she saw what was written on the board.
If you had asked me, I would have lent you the money.
The farmer counted his sheep twice because one seemed to be missing.
Whoever took the ladder should put it back where it was found.
He learned to swim in the lake that lies behind the mill.
She reads the last page of a book before she buys it.
The wind blew so hard that we could not shut the window.
I still have the ticket from the first film we saw together.
The old sailor knew more about the stars than about his sons.
Although the road was icy, the postman came at his usual hour again.
@ has never forgiven me for the joke I told at her wedding.
The tailor who lives above us has not slept well for a week.
What the guide told us about the cave turned out to be true.
It was so quiet in the library that I could hear myself breathe.
They decided to sell the piano because none of them could play it.
By the time we reached the summit, the fog had hidden the valley.
The girl at the counter gave me more change than I had expected.
@ was so tired that he fell asleep with his boots still on.
You cannot make a good stew unless you let it simmer for hours.
There is a rumour that the circus will not come back this summer.
My brother says that he saw a fox asleep under our garden table.
Not until the guests had gone did we notice that the vase was missing.
The captain ordered his crew to throw the heavy cargo into the sea.
She had hardly sat down when the telephone began to ring once more.
We planted a row of beans where the old stable used to stand.
@ refuses to eat anything that has been cooked in a copper pot.
When the tide is low, you can walk to the island without getting wet.
He bought a second umbrella because he always forgets where he left the first.
The children built a dam across the stream that runs behind the school.
I was about to give up when somebody handed me the missing piece.
The violin that hangs on the wall belonged to a man from Norway.
Every morning the clockmaker opens his shop before the street lamps have gone out.
The letter had been lying under the doormat for a month before @ found it.
If the snow does not melt by March, the farmers will have to wait for spring.
She was the first person in her family who learned to read and write.
The bell in the tower has been silent ever since it cracked in the frost.
None of the maps we had bought showed the path that we were looking for.
@ told the judge that he had never seen the bicycle before in his life.
The soup was so hot that we had to wait before we could taste it.
It is said that the castle was built in a single night by a giant.
My sister collects buttons that she finds between the stones of the market square.
We had to carry the boat around the rapids because the current was too strong.
The gardener says that roses need more water than anything else he has ever grown.
As nobody had remembered to bring a knife, we broke the bread with our hands.
A man who sells chestnuts told me where the best view of the harbour is.
The lighthouse keeper had not spoken to anyone for so long that his voice was rough.
@ could tell from the sound of the engine that something was about to go wrong.
There were so many people at the fair that we lost sight of each other twice.
The dentist keeps a bowl of apples on her desk for patients who have been brave.
He had been waiting for the bus for an hour when he saw it was Sunday.
The old woman gave the travellers a lamp that would never run out of oil.
Before you can paint the wall, you have to scrape off what is left of the paper.
If @ had not missed the train, she would have arrived before the storm broke out.
The only thing that the burglar took was a cake that had been meant for me.
What surprised us most about the hotel was that it had no door to the street.
They were so busy looking at the map that they did not notice the waterfall.
My father likes to say that a good walk is worth more than a bad dinner.
She was sure that she had closed the window, but the curtain was moving in the wind.
The museum guard has looked at the same painting for so long that he dreams of it.
I asked the librarian for a book about whales, and she gave me one about Wales.
Because the oven was broken, @ had to fry the fish over a fire in the yard.
The man whose car had broken down walked to the next village to look for a mechanic.
It was only when the music stopped that we heard how hard the rain was falling outside.
The apprentice was told to polish the bell until he could see his own face in it.
You may borrow my bicycle as long as you bring it back before the shops are closed.
When the power failed, the baker finished his bread by the light of a single candle.
There is nothing in the world that @ likes less than being asked to sing for guests.
The students had prepared so many questions that the professor had no time to give his talk.
Whenever my grandfather lost at chess, he claimed that somebody had moved a piece while he was away.
The path became so narrow that we had to walk behind each other and hold the rope.
She sent a postcard to every one of her cousins, but only the youngest of them replied.
The shepherd knew that it would snow, for his dog had refused to leave the hut that morning.
@ spent a whole summer building a raft that sank as soon as it touched the water.
We were halfway across the bridge when we noticed that the boards in front of us were gone.
The mayor promised to repair the fountain, although he did not say which year he had in mind.
If you look at the photograph closely, you will see a second face in the window behind her.
Nobody could explain to me why the clock in the station has been five minutes fast since the war.
The cook was so proud of his soup that he would not let anybody put salt into it.
He had saved enough money to buy a horse, but there was no one who would sell him one.
As the days grew shorter, the children who lived beyond the forest had to carry lanterns to school.
The letter that changed my life had been used to keep the door of the shed from closing.
It took the firemen longer to find the village than it took them to put out the fire.
@ says that she can hear the difference between hot water and cold water when it is poured out.
The old theatre has been empty for so long that pigeons have built their nests in the best seats.
Although he had never been to sea, the barber told such good stories that sailors came to hear them.
When I was a child, I believed that the moon followed our car because it was afraid of being alone.
The scientist kept the window of her office shut because the wind had once carried her notes into the river.
There was a time when everybody in the valley knew who had baked a loaf by the shape of it.
We had been told to turn left at the red barn, but somebody had painted it white that spring.
The tailor measured the coat three times, since the man who had ordered it was known to be difficult.
If the cellar floods again, we shall have to carry the barrels up the stairs before they begin to float.
The girl wanted to know why the sky is blue, and @ wanted to know why she was not asleep.
The guide who had led us through the desert asked for nothing in return except a letter to his mother.
My aunt has a parrot that answers the telephone so politely that most callers leave a message with it.
It was not the noise that woke me up but the silence that followed when the mill wheel stopped turning.
Since the bridge was built, the ferryman has had nothing to do but tell visitors about the flood he survived.
The boy had practised the speech so often that he said it in his sleep, to the joy of his sisters.
She planted the seeds that her grandmother had left her, without knowing what would come out of the ground in spring.
The inventor showed us a machine that could peel an egg, provided that the egg had been boiled for an hour.
@ had walked past the little shop for years before he noticed that there was never anything in the window.
The farmers who met at the inn that evening could not agree on anything except that the winter had been long.
Every time the wind came from the east, the door of the chapel opened as if somebody wanted to come in.
He explained to the officer that he had only climbed the fence because his hat had been blown over it.
We decided to follow the river, because we knew that it would lead us to the town sooner or later.
The woman who rents the room above the bakery says that she has not needed an alarm clock since she moved in.
If you ever lose your way in these hills, look for the tree that has been struck by lightning and wait there.
The clock had been ticking in the hall for a hundred years when @ finally found out how to set it right.
There is a bench at the end of the pier where an old man sits whenever the ferry is about to leave.
By the time the doctor had put on his boots, the patient had got up and gone home to feed the hens.
The children were allowed to keep the kitten on the condition that it would never be found asleep on the kitchen table.
What nobody had told the new teacher was that the stove in her classroom only burned when the door was left open.
My neighbour is so careful with his money that he turns off the radio while the announcer is taking a breath.
The carpenter refused to begin the work until he had been shown the exact spot on which the table was to stand.
When the explorers opened the tin that had been buried in the ice, they found a recipe for a cake inside it.
It seemed to @ that the whole town had been waiting for her to come back and ring the bell once more.
The watchmaker had such poor eyes that he worked by ear, and no one has ever complained about a watch of his.
Because the road to the village is so steep, the postman leaves the parcels at the mill and rings a bell for us.
The cook at the school was once asked to prepare a dinner for a queen, who sent the pudding back with a note.
He had read so much about the city that he was able to find the hotel without asking anybody for the way.
A traveller who had lost his purse was given a bed for the night by a widow who asked him no questions at all.
The orchestra went on playing while the water rose, since the conductor had not noticed that his own shoes were wet by then.
We were sitting around the fire when a man came out of the forest and asked whether any of us had seen his goat.
If @ had known how deep the snow was on the other side of the hill, she would never have left the hut.
The boat that my brother built in the garage turned out to be so wide that it could not be taken out of it.
Long after the last guest had gone home, the old couple danced on in the empty hall until the candles had burned down.
The shopkeeper, who had never sold a kite in his life, sold forty of them on the day the wind came down from the hills.
There was only one person in the village who could read the letter, and he had gone to sea in the spring of that year.
Although the key was made of gold, it did not open any door in the palace, so the king had it melted down for a ring.
The professor told us that he had spent half of his life looking for a beetle which his daughter then found in her bath.
When the snow began to melt, it became clear that the thing we had taken for a rock was the roof of a car.
She has lived beside the railway for so long that she wakes up in the night whenever a train does not come at its usual time.
The guard at the gate would not let @ into the castle, because the name on his list had been spelled with a letter too many.
Because nobody wanted to be the first to leave, the guests stayed until the host put on his coat and said that he was going home.
It is hard to believe that the quiet man who sells stamps at the station was once the best acrobat in a circus that toured the world.
The fishermen say that a bell can be heard under the water on calm nights, and that whoever counts its strokes will never be lost at sea again.
We had almost given up hope of finding the cave when @ leaned against a bush in order to tie his shoe and fell straight into it.
If the old map can be trusted, there used to be a road through the forest that led from the mill to a village nobody has heard of since.
The baker was so angry with the boys who had stolen his pies that he made the next ones with pepper, which the boys liked even better than the first.
When my grandmother was asked how she had managed to live for so long, she answered that she had simply never found the time to do anything else.
The pilot had to land his small plane in a field of turnips because a goose that he had not invited on board had taken the seat beside him.
Nobody in the town knows who paints the benches in the park each spring, but the one time they were left grey the mayor received a hundred letters about it.
`;

export const sentences: readonly string[] = text.trim().split('\n');

const lengths = sentences.map(countWords);

/** Words as they stand between blanks. */
export function countWords(sentence: string): number {
  return sentence.split(' ').length;
}

/** One with a name filled in; of the nearest length there is where none has so many words. */
export function drawSentence(rng: Rng, shortest: number, longest: number): string {
  const sentence = rng.choice(ofLength(shortest, longest));
  return sentence.replace('@', rng.choice(firstNames));
}

function ofLength(shortest: number, longest: number): readonly string[] {
  const fitting = sentences.filter((_, i) => within(i, shortest, longest));
  if (fitting.length > 0) return fitting;
  const off = (length: number) => Math.max(shortest - length, length - longest);
  const least = Math.min(...lengths.map(off));
  return sentences.filter((_, i) => off(lengths[i] as number) === least);
}

const within = (i: number, shortest: number, longest: number) =>
  (lengths[i] as number) >= shortest && (lengths[i] as number) <= longest;
