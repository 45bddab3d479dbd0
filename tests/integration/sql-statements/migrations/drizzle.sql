DO $$ BEGIN
 CREATE TYPE "public"."mood" AS ENUM('sad', 'ok', 'happy');
EXCEPTION
 WHEN duplicate_object THEN null;
END $$;
--> statement-breakpoint
CREATE TYPE "public"."size" AS ENUM('s', 'm', 'l');--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" varchar(256) NOT NULL,
	"verified" boolean DEFAULT false NOT NULL,
	"created_at" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "shirts" (
	"id" serial PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"size" "size" DEFAULT 'm' NOT NULL,
	"sku" text GENERATED ALWAYS AS (upper(left("label", 3))) STORED,
	"label" text NOT NULL,
	"price" numeric(10, 2) DEFAULT '0.00',
	"search" "tsvector" GENERATED ALWAYS AS (to_tsvector('english', "label")) STORED,
	CONSTRAINT "shirts_owner_label_unique" UNIQUE NULLS NOT DISTINCT("owner_id","label"),
	CONSTRAINT "price_positive" CHECK ("shirts"."price" >= 0)
);
--> statement-breakpoint
ALTER TABLE "shirts" ADD CONSTRAINT "shirts_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_lower" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "shirts_size_idx" ON "shirts" USING btree ("size","price" DESC NULLS LAST) WHERE "shirts"."price" > 0;--> statement-breakpoint
CREATE INDEX "shirts_search_idx" ON "shirts" USING gin ("search");--> statement-breakpoint
CREATE VIEW "public"."cheap_shirts" AS (select "id", "label" from "shirts" where "shirts"."price" < 10);--> statement-breakpoint
ALTER TABLE "shirts" ALTER COLUMN "price" SET DATA TYPE numeric(12, 2);--> statement-breakpoint
ALTER TYPE "public"."size" ADD VALUE 'xl' BEFORE 'l';--> statement-breakpoint
ALTER TYPE "public"."size" RENAME VALUE 's' TO 'small';--> statement-breakpoint
CREATE SEQUENCE "public"."invoice_no" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1000 CACHE 1;--> statement-breakpoint
CREATE POLICY "own shirts" ON "shirts" AS PERMISSIVE FOR ALL TO "authenticated" USING ((select auth.uid()) = "shirts"."owner_id");
