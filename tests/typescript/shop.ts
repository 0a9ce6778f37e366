// Shops end to end with the client made of docs/openapi.yaml: a guest looks around,
// logs in, buys what was in the cart, changes its mind, and logs out.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Tokens = components["schemas"]["Tokens"];
type Order = components["schemas"]["Order"];

const { SHOP_URL = "", SHOP_EMAIL = "", SHOP_PASSWORD = "" } = process.env;
const shop = createClient<paths>({ baseUrl: SHOP_URL });
const headers = new Map<string, string>();

const identify: Middleware = {
  onRequest({ request }) {
    headers.forEach((value, name) => request.headers.set(name, value));
    return request;
  },
};
shop.use(identify);

/** Return what was answered; an error ends the script with what the shop said. */
function expect<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  const { data, error, response } = answer;
  assert.ok(response.ok, `${response.url}: ${response.status} ${JSON.stringify(error)}`);
  return data as T;
}

async function becomeGuest(): Promise<void> {
  const guest = expect(await shop.POST("/api/personalize/session"));
  Object.entries(guest.headers).forEach(([name, value]) => headers.set(name, value));
}

async function lookAround(): Promise<string> {
  const departments = expect(await shop.GET("/api/v1/categories"));
  const category = departments[0]?.slug;
  assert.ok(category);
  const listed = expect(
    await shop.GET("/api/v1/products", {
      params: { query: { category, available: "true", sort: "price", pageSize: 10 } },
    }),
  );
  const sku = listed.results[0]?.sku;
  assert.ok(sku);
  const found = expect(
    await shop.GET("/api/v1/search", { params: { query: { q: "linen" } } }),
  );
  assert.ok(found.results.some((product) => product.sku === sku));
  return sku;
}

async function openProduct(sku: string): Promise<void> {
  const params = { path: { sku } };
  const first = await shop.GET("/api/v1/products/{sku}", { params });
  const product = expect(first);
  assert.equal(product.inStock, true);
  const etag = first.response.headers.get("ETag");
  assert.ok(etag);
  const again = await shop.GET("/api/v1/products/{sku}", {
    params: { ...params, header: { "If-None-Match": etag } },
  });
  assert.equal(again.response.status, 304);
  expect(
    await shop.POST("/api/personalize/track/view", { body: { productId: sku } }),
  );
}

async function fillCart(sku: string): Promise<void> {
  const key = randomUUID();
  const add = () =>
    shop.POST("/api/v1/cart/lines", {
      params: { header: { "Idempotency-Key": key } },
      body: { sku, quantity: 2 },
    });
  const [once, twice] = [expect(await add()), expect(await add())];
  assert.equal(once.quantity, 2);
  assert.deepEqual(twice, once);
  const recommended = expect(await shop.GET("/api/personalize/recommendations"));
  assert.ok(recommended.recommendations.every((each) => each.productId !== sku));
}

async function logIn(): Promise<Tokens> {
  const body = { email: SHOP_EMAIL, password: SHOP_PASSWORD };
  const wrong = await shop.POST("/api/v1/auth/login", {
    body: { ...body, password: "wrong" },
  });
  assert.equal(wrong.response.status, 400);
  assert.ok(wrong.error?.errors.password);
  const tokens = expect(await shop.POST("/api/v1/auth/login", { body }));
  headers.set("Authorization", `${tokens.tokenType} ${tokens.accessToken}`);
  return tokens;
}

async function placeOrder(): Promise<Order> {
  const country = "DE";
  const costs = expect(
    await shop.GET("/api/v1/checkout/costs", { params: { query: { country } } }),
  );
  const methods = expect(await shop.GET("/api/v1/payment-methods"));
  assert.ok(methods.some((method) => method.name === "cod"));
  const key = randomUUID();
  const place = () =>
    shop.POST("/api/v1/checkout", {
      params: { header: { "Idempotency-Key": key } },
      body: {
        email: SHOP_EMAIL,
        address: {
          fullName: "Anna Alder",
          street: "Finch Lane 1",
          postalCode: "10115",
          city: "Berlin",
          country,
        },
        keepAddress: true,
        paymentMethod: "cod",
        total: costs.total,
      },
    });
  const [order, again] = [expect(await place()), expect(await place())];
  assert.equal(again.number, order.number);
  assert.equal(order.total, costs.total);
  return order;
}

async function changeMind(order: Order): Promise<void> {
  const params = { path: { number: order.number } };
  const payment = expect(
    await shop.GET("/api/v1/orders/{number}/payment", { params }),
  );
  assert.equal(payment.outcome, "paid");
  const cancelled = expect(
    await shop.POST("/api/v1/orders/{number}/cancellation", { params }),
  );
  assert.equal(cancelled.status, "cancelled");
  const again = expect(await shop.POST("/api/v1/orders/{number}/reorder", { params }));
  assert.deepEqual(again.problems, []);
  const orders = expect(await shop.GET("/api/v1/orders"));
  assert.deepEqual(
    orders.results.map((each) => each.number),
    [order.number],
  );
}

async function lookAfterAccount(sku: string): Promise<void> {
  const params = { path: { sku } };
  const wish = await shop.PUT("/api/v1/wishlist/{sku}", { params });
  assert.equal(wish.response.status, 204);
  const wishes = expect(await shop.GET("/api/v1/wishlist"));
  assert.equal(wishes.results[0]?.product.sku, sku);
  const review = await shop.PUT("/api/v1/products/{sku}/reviews/me", {
    params,
    body: { rating: 5, text: "Soft." },
  });
  assert.equal(review.response.status, 409);
  const addresses = expect(await shop.GET("/api/v1/me/addresses"));
  assert.equal(addresses[0]?.countryName, "Germany");
  const me = expect(await shop.PATCH("/api/v1/me", { body: { firstName: "Anna" } }));
  assert.equal(me.firstName, "Anna");
}

async function logOut(tokens: Tokens): Promise<void> {
  const { refreshToken } = tokens;
  const next = expect(
    await shop.POST("/api/v1/auth/refresh", { body: { refreshToken } }),
  );
  headers.set("Authorization", `${next.tokenType} ${next.accessToken}`);
  expect(await shop.GET("/api/v1/me"));
  await shop.POST("/api/v1/auth/revoke", {
    body: { refreshToken: next.refreshToken },
  });
  const ended = await shop.GET("/api/v1/me");
  assert.equal(ended.response.status, 401);
  assert.equal(ended.error?.success, false);
}

await becomeGuest();
const sku = await lookAround();
await openProduct(sku);
await fillCart(sku);
const tokens = await logIn();
const order = await placeOrder();
await changeMind(order);
await lookAfterAccount(sku);
await logOut(tokens);
console.log(`Shopped end to end: order ${order.number} over ${order.total}.`);
