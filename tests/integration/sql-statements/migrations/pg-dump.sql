--
-- PostgreSQL database dump
--

-- Dumped from database version 17.4
-- Dumped by pg_dump version 17.4

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;


--
-- Name: EXTENSION pg_trgm; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';


CREATE TYPE public.order_state AS ENUM (
    'open',
    'paid',
    'sent'
);


ALTER TYPE public.order_state OWNER TO shop;

CREATE DOMAIN public.cents AS integer
	CONSTRAINT cents_check CHECK ((VALUE >= 0));

CREATE FUNCTION public.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END;
$$;


ALTER FUNCTION public.touch() OWNER TO shop;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: customers; Type: TABLE; Schema: public; Owner: shop
--

CREATE TABLE public.customers (
    id integer NOT NULL,
    email character varying(255) NOT NULL,
    name text DEFAULT 'unknown'::text NOT NULL,
    balance numeric(12,2) DEFAULT 0.00 NOT NULL,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    settings jsonb DEFAULT '{"mail": true}'::jsonb,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT customers_balance_check CHECK ((balance >= (0)::numeric)),
    CONSTRAINT customers_email_check CHECK (((email)::text ~~ '%@%'::text))
);


ALTER TABLE public.customers OWNER TO shop;

CREATE SEQUENCE public.customers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.customers_id_seq OWNER TO shop;

ALTER SEQUENCE public.customers_id_seq OWNED BY public.customers.id;

CREATE TABLE public.orders (
    id bigint NOT NULL,
    customer_id integer NOT NULL,
    state public.order_state DEFAULT 'open'::public.order_state NOT NULL,
    total integer NOT NULL,
    ordered_on date DEFAULT CURRENT_DATE,
    total_with_tax integer GENERATED ALWAYS AS (((total * 119) / 100)) STORED
);


ALTER TABLE public.orders OWNER TO shop;

ALTER TABLE public.orders ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.orders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.open_orders AS
 SELECT o.id,
    c.name,
    o.total
   FROM (public.orders o
     JOIN public.customers c ON ((c.id = o.customer_id)))
  WHERE (o.state = 'open'::public.order_state);


ALTER VIEW public.open_orders OWNER TO shop;

ALTER TABLE ONLY public.customers ALTER COLUMN id SET DEFAULT nextval('public.customers_id_seq'::regclass);

--
-- Data for Name: customers; Type: TABLE DATA; Schema: public; Owner: shop
--

COPY public.customers (id, email, name, balance, tags, settings, created_at) FROM stdin;
1	ann@example.org	Ann	10.50	{a,"b c"}	{"mail": false}	2024-01-02 03:04:05+00
2	bob@example.org	Bob	0.00	{}	\N	2024-01-02 03:04:06+00
3	tab@example.org	A\tB\\C	1.00	{x}	{"k": "a\\tb"}	2024-01-02 03:04:06+00
\.


COPY public.orders (id, customer_id, state, total, ordered_on) FROM stdin;
1	1	paid	100	2024-02-01
2	2	open	50	\N
\.

SELECT pg_catalog.setval('public.customers_id_seq', 3, true);

SELECT pg_catalog.setval('public.orders_id_seq', 2, true);

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_email_key UNIQUE (email);

CREATE INDEX orders_customer_id_idx ON public.orders USING btree (customer_id);

CREATE INDEX customers_name_trgm ON public.customers USING gin (name public.gin_trgm_ops);

CREATE UNIQUE INDEX orders_one_open ON public.orders USING btree (customer_id) WHERE (state = 'open'::public.order_state);

CREATE UNIQUE INDEX customers_lower_email ON public.customers USING btree (lower((email)::text));

CREATE TRIGGER touch BEFORE UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.touch();

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers(id) ON UPDATE CASCADE ON DELETE RESTRICT;

GRANT SELECT ON TABLE public.customers TO anon;

--
-- PostgreSQL database dump complete
--
