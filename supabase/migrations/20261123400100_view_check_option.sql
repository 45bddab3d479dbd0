-- WITH CHECK OPTION tells the row that a view would not show, as broken constraints tell theirs.
create or replace function app.refuse_row(relation text, guards jsonb, failed integer, row_values text[]) returns jsonb
language plpgsql volatile parallel safe
as $$
declare
  guard jsonb := guards -> failed;
begin
  raise exception '%', guard ->> 'message'
    using errcode = guard ->> 'code', table = relation, schema = 'public',
          constraint = coalesce(guard ->> 'constraint', ''), column = coalesce(guard ->> 'column', ''),
          hint = coalesce(guard ->> 'hint', ''),
          detail = case when guard ->> 'code' like '23%' or guard ->> 'code' = '44000' then app.failing_row(row_values) else '' end;
end
$$;
