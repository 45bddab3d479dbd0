-- What an assignment to a column of money takes; see app.assigned_jsonb.
create function app.assigned_money(value money) returns money
language sql immutable parallel safe return value;
create function app.assigned_money(value numeric) returns money
language sql stable parallel safe return value::money;
create function app.assigned_money(value bigint) returns money
language sql stable parallel safe return value::money;
create function app.assigned_money(value integer) returns money
language sql stable parallel safe return value::money;

grant execute on function
  app.assigned_money(money), app.assigned_money(numeric), app.assigned_money(bigint), app.assigned_money(integer)
  to rowhouse_request, rowhouse_sql;
