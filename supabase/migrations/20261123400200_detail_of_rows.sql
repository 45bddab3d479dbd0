-- The row is told where the row itself is at fault; a key that others refer to is told by who refers to it.
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
          detail = case when guard ->> 'code' in ('23502', '23514', '44000') then app.failing_row(row_values) else '' end;
end
$$;
