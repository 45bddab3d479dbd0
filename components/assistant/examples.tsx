import { Button } from "#components/ui/button.tsx";

/** Starting points for somebody in front of an empty field. */
const examples = [
  {
    title: "Bike workshop",
    text: "A bike workshop: customers have a name, a phone number and an e-mail. Each customer owns bikes with a brand and a model. Repairs belong to a bike and have a title, a price, a due date and a status (waiting, started, done).",
  },
  {
    title: "Blog",
    text: "A blog with posts, authors, comments and tags. Posts have a title, a body, a published date and can have many tags.",
  },
  {
    title: "Small shop",
    text: "Products have a name, a price and a stock and belong to a category. Customers place orders. An order has a status (open, paid, shipped) and many items, each with a product and a quantity.",
  },
  {
    title: "Reading club",
    text: "A reading club: members, books with author and pages, and meetings where one book is discussed. Members rate books from 1 to 5.",
  },
] as const;

/** Starting points, for whom an empty field says nothing. */
export function Examples({ onChoose }: { readonly onChoose: (text: string) => void }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-faint text-xs">For example</span>
      {examples.map((example) => (
        <Button key={example.title} size="sm" className="rounded-full" onClick={() => onChoose(example.text)}>
          {example.title}
        </Button>
      ))}
    </div>
  );
}
