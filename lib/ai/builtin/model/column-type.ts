import type { ColumnType } from "../../../catalog/types.ts";

/** From the most telling ending of a name to its type; the first that fits wins. */
const rules: readonly (readonly [RegExp, ColumnType])[] = [
  [/(^|_)(e?mail|email_address)$/, "email"],
  [/(^|_)(phone|mobile|telephone|fax|phone_number)$/, "phone"],
  [/(^|_)(url|link|website|homepage|uri)$/, "url"],
  [/^(is|has|was|can|should|needs|allows|accepts)_/, "boolean"],
  [
    /(^|_)(flag|enabled|disabled|active|published|completed|done|verified|archived|public|private|paid|approved|confirmed|available|online|visible|featured|deleted|vaccinated|neutered|sterilized|preferred|returned|finished|read|favorite|urgent|recurring|refundable|taxable|billable|smoker|insured|married|subscribed|locked|open|closed|organic|vegan|vegetarian|spicy|pregnant|checked|cancelled|canceled|shipped|delivered|overdue|signed|occupied|booked|attended|absent|resolved)$/,
    "boolean",
  ],
  [/(^|_)(at|timestamp|datetime|last_seen|date_time|last_login)$/, "timestamptz"],
  [/(^|_)(departure|arrival|start|end|begin|finish|pickup|dropoff|scheduled)_time$/, "timestamptz"],
  [/(^|_)(time|time_of_day)$/, "time"],
  [/(^|_)(date|on|birthday|dob|birthdate|deadline|day|expiry|expiration|since|until)$/, "date"],
  [/(^|_)(json|metadata|settings|payload|config|preferences|specs|specifications)$/, "jsonb"],
  [/^(tags|keywords|hobbies|aliases|allergens|colors|sizes)$/, "text[]"],
  [/(^|_)(file|attachment|document|pdf)$/, "file"],
  [/^(zip|zip_code|postal_code|postcode|phone_count_code)$/, "text"],
  [
    /(^|_)(national|tax|passport|license|licence|serial|tracking|registration|flight|room|account|card|invoice|order|policy|plate|batch|lot|reference|vat|part|model|case|claim|membership|badge|seat|unit|ticket|permit|certificate|document|contract|quote|container|train|engine|chassis|house|id|bank_account|routing|identification)_(number|no|id)$/,
    "text",
  ],
  [
    /(^|_)(year|years|month_count|count|quantity|qty|pages|copies|stock|age|floor|floors|seats|capacity|servings|bedrooms|bathrooms|stars|minutes|seconds|days|weeks|months|points|position|rank|reps|sets|calories|views|likes|goals|assists|wins|losses|draws|mileage|odometer|population|episodes|chapters|guests|level|sort_order|order_index|number_of_[a-z_]+|players|attendees|employees_count|attempts|laps|rooms|steps|passengers|clicks|downloads|votes|units|lead_time|vintage|jersey_number|episode_number|track_number|season_number|week|port|heart_rate|pulse|credits|children|inventory_count|family_size|bpm|age_limit|floor_number|issue|strength_level)$/,
    "integer",
  ],
  [/^(num|number_of|nb|no_of|total_number)_/, "integer"],
  [
    /(^|_)(price|cost|costs|amount|total|subtotal|salary|fee|fees|budget|balance|revenue|income|tax|wage|pay|payment_amount|discount|deposit|rent|premium|debit|credit|deductions|fine|tip|spent|money|donation_amount|bid|net|gross|value_eur|turnover|margin|profit|expense|commission|sum|charge|charges|rental_rate|hourly_rate|daily_rate|rate_per_[a-z]+|price_per_[a-z]+|cost_per_[a-z]+|net_worth|worth|value|purchase_price|goal_amount|bonus|allowance)$/,
    "numeric",
  ],
  [/(^|_)(price|cost|fee|amount|salary)_(in_)?[a-z]+$/, "numeric"],
  [
    /(^|_)(weight|height|width|length|depth|volume|area|size_m2|distance|speed|temperature|humidity|pressure|latitude|longitude|percent|percentage|rate|rating|score|hours|liters|litres|kg|km|miles|battery|battery_level|voltage|current|power|energy|altitude|radius|mass|diameter|thickness|duration|ph|rainfall|rainfall_mm|yield|dose_mg|abv|protein|carbohydrates|fat|sugar|sodium|bmi|elevation|depth_m|gpa|interest|interest_rate|discount_percent|ratio|concentration|co2|noise|luminosity|lap_time|interest_percent|reading|carat|hectares|acres|surface|fuel_consumption)$/,
    "number",
  ],
  [/_(km|kg|g|mg|ml|cm|mm|m|m2|kwh|kw|mb|gb|percent|hours|usd|eur)$/, "number"],
  [/_(minutes|seconds|days|weeks|months|years)$/, "integer"],
  [/^(body|content|article_text|instructions|biography)$/, "text"],
];

/** The type that a column's name promises; `text` when it promises nothing. */
export function typeOfName(name: string): ColumnType {
  const rule = rules.find(([pattern]) => pattern.test(name));
  return rule?.[1] ?? "text";
}

const typeWords: ReadonlyMap<string, ColumnType> = new Map([
  ["number", "number"],
  ["decimal", "numeric"],
  ["numeric", "numeric"],
  ["money", "numeric"],
  ["currency", "numeric"],
  ["float", "number"],
  ["double", "number"],
  ["integer", "integer"],
  ["int", "integer"],
  ["whole number", "integer"],
  ["bigint", "bigint"],
  ["text", "text"],
  ["string", "text"],
  ["varchar", "text"],
  ["boolean", "boolean"],
  ["bool", "boolean"],
  ["yes/no", "boolean"],
  ["flag", "boolean"],
  ["checkbox", "boolean"],
  ["date", "date"],
  ["datetime", "timestamptz"],
  ["timestamp", "timestamptz"],
  ["date and time", "timestamptz"],
  ["time", "time"],
  ["json", "jsonb"],
  ["jsonb", "jsonb"],
  ["email", "email"],
  ["url", "url"],
  ["link", "url"],
  ["phone", "phone"],
  ["uuid", "uuid"],
  ["file", "file"],
  ["array", "text[]"],
  ["list", "text[]"],
  ["rich text", "richtext"],
  ["richtext", "richtext"],
  ["percentage", "number"],
]);

/** The type that a word names (`a number`, `yes/no`, `JSON`), or null. */
export function typeOfWord(word: string): ColumnType | null {
  return typeWords.get(word) ?? null;
}
