-- The writer asks the same inside its one statement: what is required and what is checked stand before the row's JSON, and what
-- an index holds is measured where the slot is made.
drop function app.not_null(jsonb, text, text);
drop function app.slot_text(text, text, text);
drop function app.violates_check(text, text, text);
