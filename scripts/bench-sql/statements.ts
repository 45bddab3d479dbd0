/** Statements as people and applications type them, over the table `items_0` of the benchmark's tenants. */
export const typical: readonly string[] = [
  "select id, title, amount from items_0 where status = 'open' order by due limit 20",
  "select status, count(*), avg(amount)::numeric(10, 2) from items_0 group by status having count(*) > 2",
  "select a.title, b.title from items_0 a join items_0 b on a.id < b.id and a.status = b.status limit 10",
  "select id, rank() over (partition by status order by amount desc) from items_0",
  "with late as (select * from items_0 where status = 'late') select count(*) from late where amount > $1",
  "select distinct on (status) status, title from items_0 order by status, due desc",
  "select i.title, x.n from items_0 i left join lateral (select count(*) n from items_0 j where j.amount > i.amount) x on true limit 5",
  "select title from items_0 where status in ('open', 'done') and amount between 10 and 20 or title ilike '%7%'",
  "select (select max(amount) from items_0), exists (select from items_0 where due < now())",
  "select to_char(due, 'YYYY-MM') as month, sum(amount) from items_0 where due >= date '2026-01-01' group by 1 order by 1",
];

const times = (count: number, make: (index: number) => string, separator: string) =>
  Array.from({ length: count }, (_, index) => make(index)).join(separator);

/** Reports of several thousand signs, a long list, a wide list of columns. */
export const large: readonly string[] = [
  `select * from items_0 where amount in (${times(1_000, String, ", ")})`,
  times(
    30,
    (index) =>
      `select title, upper(status) || '-${index}', case when amount > ${index} then 'a' else 'b' end from items_0 where amount between ${index} and ${index + 3}`,
    " union all ",
  ),
  `select ${times(100, (index) => `sum(case when amount >= ${index} then amount else 0 end) filter (where status = 'open') as c${index}`, ", ")} from items_0`,
  `with ${times(20, (index) => `w${index} as (select status, count(*) as n from items_0 where amount > ${index} group by status)`, ", ")} select * from w0 ${times(19, (index) => `left join w${index + 1} using (status)`, " ")}`,
];
