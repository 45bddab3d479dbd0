import model from "wink-eng-lite-web-model";
import winkNLP, { type WinkMethods } from "wink-nlp";

interface Tag {
  readonly pos: string;
  readonly lemma: string;
}

/** wink keeps every unknown word that it ever read; a new instance now and then bounds that. */
const WORDS_MAX = 200_000;

let tagger: { nlp: WinkMethods; firstUnknown: number; words: number } | undefined;

function instance(): { nlp: WinkMethods; firstUnknown: number; words: number } {
  if (tagger !== undefined && tagger.words < WORDS_MAX) return tagger;
  const nlp = winkNLP(model, ["pos"]);
  // The first word outside the model's lexicon gets the first free number.
  const [firstUnknown = 0] = nlp.readDoc("qzxjkvwqz").tokens().out(nlp.its.uniqueId) as unknown as number[];
  tagger = { nlp, firstUnknown, words: 0 };
  return tagger;
}

/** Part of speech and lemma of each word; words that the tagger cuts otherwise are taken for nouns. */
export function tagWords(words: readonly string[]): Tag[] {
  const state = instance();
  state.words += words.length;
  const tokens = state.nlp.readDoc(words.join(" ")).tokens();
  const texts = tokens.out();
  const pos = tokens.out(state.nlp.its.pos) as unknown as string[];
  const lemmas = tokens.out(state.nlp.its.lemma as never) as unknown as string[];
  const tags: Tag[] = [];
  let at = 0;
  for (const word of words) {
    const start = at;
    let joined = "";
    while (at < texts.length && joined.length < word.length) joined += texts[at++] ?? "";
    const whole = at === start + 1 && joined === word;
    tags.push(
      whole ? { pos: pos[start] ?? "NOUN", lemma: lemmas[start] ?? word } : { pos: "NOUN", lemma: word },
    );
  }
  return tags;
}

/** True if the English model's lexicon (87,000 words) holds the word. */
export function isEnglishWord(word: string): boolean {
  const state = instance();
  state.words += 1;
  const ids = state.nlp.readDoc(word).tokens().out(state.nlp.its.uniqueId) as unknown as number[];
  return ids.length === 1 && (ids[0] ?? 0) < state.firstUnknown;
}
