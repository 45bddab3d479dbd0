/** Names that are places wherever they occur, so that "from Paris" is not taken for a person. */
const places: ReadonlySet<string> = new Set(
  `
  paris|london|berlin|rome|madrid|lisbon|vienna|prague|warsaw|budapest|athens|dublin|brussels|amsterdam|rotterdam
  copenhagen|stockholm|oslo|helsinki|zurich|geneva|bern|munich|hamburg|cologne|frankfurt|stuttgart|leipzig|lyon|nice
  marseille|toulouse|bordeaux|lille|nantes|milan|turin|naples|florence|venice|bologna|barcelona|valencia|seville|porto
  manchester|liverpool|birmingham|leeds|glasgow|edinburgh|bristol|cambridge|oxford|new york|los angeles|chicago|houston
  boston|seattle|san francisco|san diego|miami|dallas|austin|denver|atlanta|philadelphia|phoenix|portland|las vegas
  toronto|montreal|vancouver|mexico city|sao paulo|rio de janeiro|buenos aires|lima|bogota|santiago|havana|tokyo|osaka
  kyoto|seoul|beijing|shanghai|hong kong|singapore|bangkok|hanoi|jakarta|manila|delhi|new delhi|mumbai|bangalore
  chennai|kolkata|karachi|lahore|dhaka|dubai|abu dhabi|doha|riyadh|istanbul|ankara|cairo|lagos|nairobi|accra
  johannesburg|cape town|casablanca|tunis|sydney|melbourne|brisbane|perth|auckland|wellington|moscow|kyiv|kiev|bucharest
  sofia|belgrade|zagreb|tel aviv|jerusalem
  france|germany|italy|spain|portugal|austria|switzerland|belgium|netherlands|denmark|sweden|norway|finland|ireland
  poland|hungary|greece|turkey|russia|ukraine|england|scotland|wales|uk|united kingdom|great britain|usa|us
  united states|america|canada|mexico|brazil|argentina|chile|peru|colombia|china|japan|korea|south korea|india|pakistan
  bangladesh|indonesia|malaysia|thailand|vietnam|philippines|australia|new zealand|egypt|morocco|nigeria|kenya|ghana
  south africa|israel|saudi arabia|uae|qatar|iran|iraq|europe|asia|africa|california|texas|florida|new jersey|ohio
  `
    .trim()
    .split(/\s*[|\n]\s*/),
);

export function isPlace(text: string): boolean {
  return places.has(text.toLowerCase());
}
