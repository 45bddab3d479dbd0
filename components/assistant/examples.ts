/** Starting points for somebody in front of an empty field. */
export const examples = [
  {
    title: "Bike workshop",
    text: "A bike workshop. Customers have a name, phone and e-mail and bring in bikes. Each repair belongs to a bike, has a status (waiting, in progress, done), a price and the parts that were used.",
  },
  {
    title: "Blog",
    text: "A blog with posts, authors, comments and tags. Posts have a title, a body, a published date and can have many tags.",
  },
  {
    title: "Small shop",
    text: "An online shop: products with price and stock in categories, customers, and orders with several items each.",
  },
  {
    title: "Reading club",
    text: "A reading club: members, books with author and pages, and meetings where one book is discussed. Members rate books from 1 to 5.",
  },
] as const;
