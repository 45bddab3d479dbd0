/** Trade: shops, stock, purchasing, auctions, food. The notation is explained in `notation.ts`. */
export const commerce = `
@commerce
customers | p | client, buyer, shopper, purchaser, consumer, clientele | name! email* phone address | -
products | t | item, article, good, merchandise, sku item, catalog item, catalogue item, goods | name! sku* description price!=0 | category:categories? brand:brands? supplier:suppliers? seller:sellers/vendors? store:stores?
product_variants | d | variant, product variant, sku, size option | name! sku* price stock_quantity=0 | products^
orders | e | purchase, customer order, sales order, sale order, order history, purchase history | order_number* order_date status(pending,paid,shipped,delivered,cancelled=pending) total=0 | customers/users/clients/guests/buyers/members! shippers? store:stores? employee:employees? coupons?
order_items | d | line item, order line, order item, order detail, order line item, ordered item, order product, order row | quantity=1! unit_price! | orders^+ products!+
carts | e | shopping cart, basket, shopping basket | status(open,ordered,abandoned=open) | customers/users^
cart_items | d | cart item, basket item, cart line | quantity=1! | carts^ products!
categories | c | product category, category, categorie | name!* description | -
brands | o | manufacturer, make, maker, label brand | name!* website country | -
reviews | e | product review, customer review, rating, testimonial, feedback review, user review | rating:integer! title body | products/movies/books/restaurants/recipes/games/courses/hotels/services/podcasts/apps/properties^ customers/users/members/guests/students/reviewers!
wishlists | e | wish list, favorites list, gift list, registry | name | customers/users^
wishlist_items | d | wishlist item | added_at priority:integer | wishlists^ products!
coupons | t | discount code, promo code, voucher, promotion code, discount coupon | code!* discount_percent valid_from:date valid_until:date | -
discounts | t | promotion, deal offer, special offer, offer discount | name! percentage starts_on ends_on | products?
payments | e | payment transaction, settlement, installment, instalment, monthly payment, rent payment | amount! paid_at method(cash,card,bank_transfer,other) status(pending,completed,failed,refunded=pending) | orders? invoices? leases? bookings? reservations? rentals? enrollments? policies? subscriptions? memberships? appointments? customers/clients/members/tenants/students/users/guests/patients?
refunds | e | reimbursement of order, money back | amount! reason refunded_at | payments! orders?
returns | e | product return, rma, return request, returned item | reason status(requested,approved,received,rejected=requested) returned_at | orders! products?
shipments | e | dispatch, consignment, freight, cargo shipment | tracking_number* status(pending,in_transit,delivered,lost=pending) shipped_at delivered_at | orders? carriers/shippers? customers? vehicles/trucks? drivers? origin,destination:warehouses/ports/locations?
sellers | p | vendor seller, merchant, marketplace seller | name! email phone rating | -
stores | o | shop, outlet, retail store, branch store, boutique | name! address phone opening_hours | -
addresses | d | address, shipping address, billing address, delivery address, postal address | street! city! state zip_code country | customers/users/clients/employees/members/patients/people^
gift_cards | t | gift card, gift voucher | code!* balance! expires_on | customers/users?
price_lists | t | price list, tariff, pricing | name! currency valid_from:date | -
prices | d | product price, rate price | amount! currency valid_from:date | products^ price_lists?
taxes | c | tax rate, vat rate, sales tax | name! rate! | -
product_images | f | product image, product photo | url! position alt_text | products^
sales | e | sale, sales record, sale transaction | sold_at! total! payment_method | products? customers/clients? employees/staff/sellers/cashiers? stores? medicines? vehicles/cars?
sale_items | d | sale item, receipt line | quantity=1! unit_price! | sales^ products!
receipts | f | till receipt, sales receipt, proof of purchase | receipt_number* amount! issued_on | customers? orders? expenses?
loyalty_accounts | t | loyalty account, loyalty card, loyalty program membership | points=0 tier(bronze,silver,gold=bronze) joined_on | customers/users^
quotes | f | quotation, estimate, price quote, bid estimate | quote_number* quote_date valid_until:date status(draft,sent,accepted,declined=draft) total | customers/clients/companies!
quote_items | d | quote line, quote item, quotation line | description quantity=1! unit_price! | quotes^ products?
collections | t | product collection, collection | name! description | -
@inventory
suppliers | o | vendor, provider, wholesaler, distributor, supplier company | name! contact_name email phone address | -
warehouses | l | depot, storage facility, distribution center, fulfillment center, storehouse | name! location capacity:integer | manager:employees?
stock_levels | e | stock level, inventory level, stock, inventory record, on hand stock, inventory item, inventory | quantity=0! reorder_level:integer | products^ warehouses/locations/stores?
stock_movements | e | stock movement, inventory movement, inventory transaction, stock transaction, stock adjustment | quantity:integer! movement_type(in,out,transfer,adjustment=in) moved_at reason | products! warehouses? locations?
purchase_orders | e | purchase order, supplier order, replenishment order | order_number* order_date status(draft,sent,received,cancelled=draft) total | suppliers!
purchase_order_items | d | purchase order item, purchase order line | quantity=1! unit_cost! | purchase_orders^ products!
deliveries | e | delivery, goods receipt, drop off, delivery order | scheduled_at delivered_at status(scheduled,on_the_way,delivered,failed=scheduled) address | orders? packages/parcels? couriers/drivers/riders? customers? suppliers? vehicles?
bins | l | shelf, rack, bin location, storage bin, aisle | code!* capacity:integer | warehouses^
batches | t | lot number, batch, production batch | batch_number!* quantity:integer expiry_date | products?
stock_counts | e | stocktake, stock count, inventory count, cycle count | counted_on! counted_quantity:integer | products! warehouses? employees?
serial_numbers | t | serialized item, serial number record | serial_number!* status(in_stock,sold,defective=in_stock) | products!
@auction
auctions | e | auction listing, lot auction | title! description starting_price current_price starts_at ends_at status(scheduled,open,closed,cancelled=open) | seller:users/sellers! items?
lots | t | auction lot, auction item | lot_number title! description starting_price reserve_price | auctions^
bids | e | bid, auction bid | amount! placed_at | auctions/lots/items/listings/products/jobs/projects^ users/bidders/customers/freelancers!
bidders | p | bidder | name! email* paddle_number phone | -
listings | t | classified ad, classified, ad listing, listing, advert | title! description price status(draft,active,sold,expired=active) | users/sellers/agents? properties? categories? locations?
offers | e | offer, purchase offer | amount! status(pending,accepted,rejected,withdrawn=pending) offered_at | properties/listings/products/jobs? customers/buyers/clients/users/candidates?
@restaurant
restaurants | o | eatery, cafe, diner, bistro, bar, pub, food truck, coffee shop, pizzeria, canteen | name! address phone cuisine opening_hours | -
menus | t | menu, menu card, food menu | name! description is_active=true | restaurants?
menu_items | t | menu item, dish, meal, food item, plate, course dish, drink, beverage, pizza, cocktail | name! description price!=0 is_available=true | menus? category:categories/menu_categories? restaurants?
dining_tables | l | dining table, restaurant table | number:integer!* seats:integer! location | restaurants?
reservations | e | table reservation, table booking, reservation, restaurant booking | reserved_at! party_size:integer! status(pending,confirmed,seated,cancelled,no_show=pending) notes | customers/guests/clients/members/users/visitors/passengers/students/patients/tourists! trips? tours? classes? dining_tables? restaurants? rooms? vehicles/cars? hotels? events? flights? books? courts? properties?
waiters | p | waitress, server, waiter | name! phone shift | restaurants?
chefs | p | cook, chef | name! specialty phone | restaurants?
kitchen_orders | e | kitchen order, food order | status(new,cooking,ready,served=new) ordered_at | dining_tables? waiters?
recipes | t | recipe, cooking recipe, formula recipe | title! description instructions prep_time_minutes:integer cook_time_minutes:integer servings:integer | author:users/chefs? category:categories? cuisine:cuisines?
ingredients | t | ingredient, food ingredient | name!* unit | -
recipe_steps | d | recipe step, cooking step, instruction, preparation step | position:integer! instruction! | recipes^
cuisines | c | cuisine | name!* | -
meal_plans | t | meal plan, weekly menu, diet plan | name! starts_on ends_on | users/clients/members/patients?
meals | e | meal entry, meal, food log | eaten_at meal_type(breakfast,lunch,dinner,snack) calories:integer | users/members/clients? meal_plans?
foods | t | food, nutrition food | name!* calories:integer protein carbohydrates fat | -
shopping_lists | t | shopping list, grocery list | name! created_on:date | users?
shopping_list_items | d | shopping list item, grocery item | name! quantity=1! is_bought=false | shopping_lists^
cakes | t | cake, pastry, bread, cookie, bakery product | name! flavor size price!=0 | category:categories?
wines | t | wine, wine bottle, bottle of wine | name! producer vintage:integer region grape rating price quantity:integer=1 | -
beers | t | beer, brew, craft beer | name! style abv | breweries?
breweries | o | brewery, winery, distillery, vineyard | name! city country website | -
tastings | e | tasting, tasting note | tasted_on rating:integer notes | wines/beers/coffees! users?
coffees | t | coffee bean, coffee | name! roaster origin roast_level(light,medium,dark) price | -
catering_orders | e | catering order, catering job | event_date! guest_count:integer status(inquiry,confirmed,done,cancelled=inquiry) | customers/clients!
`;
