/** A small made-up catalogue for working on the pages without a shop. */

import type { Product } from "@omnishelf/instantsearch-client";

interface Kind {
  en: string;
  zh: string;
  category: string[];
  zhCategory: string[];
  material: string;
  price: number;
  /** The thing's outline on a 200 x 200 picture; the colour is put in its place. */
  outline: string;
}

const KINDS: Kind[] = [
  {
    en: "Jacket",
    zh: "夹克",
    category: ["Women", "Tops", "Jackets"],
    zhCategory: ["女装", "上装", "夹克"],
    material: "Nylon",
    price: 6200,
    outline: "M70 40 40 58 28 150 48 156 56 92 56 168 144 168 144 92 152 156 172 150 160 58 130 40 100 54Z",
  },
  {
    en: "Backpack",
    zh: "背包",
    category: ["Gear", "Bags", "Backpacks"],
    zhCategory: ["装备", "箱包", "背包"],
    material: "Canvas",
    price: 4900,
    outline: "M64 70C64 40 136 40 136 70L142 168H58ZM76 110H124V146H76ZM84 42C84 22 116 22 116 42",
  },
  {
    en: "Mug",
    zh: "马克杯",
    category: ["Home", "Kitchen", "Mugs"],
    zhCategory: ["家居", "厨房", "马克杯"],
    material: "Ceramic",
    price: 1450,
    outline: "M58 60H130V150C130 160 58 160 58 150ZM130 80C164 76 164 128 130 124",
  },
  {
    en: "Table lamp",
    zh: "台灯",
    category: ["Home", "Lighting"],
    zhCategory: ["家居", "灯具"],
    material: "Steel",
    price: 7900,
    outline: "M74 40H126L148 100H52ZM97 100H103V150H97ZM70 150H130V162H70Z",
  },
  {
    en: "Yoga mat",
    zh: "瑜伽垫",
    category: ["Gear", "Fitness", "Yoga"],
    zhCategory: ["装备", "健身", "瑜伽"],
    material: "Rubber",
    price: 2800,
    outline: "M40 130 140 60 172 88 72 160ZM40 130A20 20 0 1 0 72 160",
  },
  {
    en: "Water bottle",
    zh: "水壶",
    category: ["Gear", "Fitness", "Bottles"],
    zhCategory: ["装备", "健身", "水壶"],
    material: "Steel",
    price: 1900,
    outline: "M86 34H114V52H86ZM78 56H122C132 70 132 80 132 92V166H68V92C68 80 68 70 78 56Z",
  },
  {
    en: "Running shoes",
    zh: "跑鞋",
    category: ["Women", "Shoes"],
    zhCategory: ["女装", "鞋履"],
    material: "Mesh",
    price: 8900,
    outline: "M30 110C56 116 70 96 82 76L104 96C124 116 168 112 172 136V150H30Z",
  },
  {
    en: "Tee",
    zh: "T恤",
    category: ["Men", "Tops", "Tees"],
    zhCategory: ["男装", "上装", "T恤"],
    material: "Cotton",
    price: 2400,
    outline: "M76 46 36 66 48 98 64 90V162H136V90L152 98 164 66 124 46C116 62 84 62 76 46Z",
  },
];

const COLOURS: { en: string; zh: string; paint: string }[] = [
  { en: "Blue", zh: "蓝色", paint: "#3f6ea8" },
  { en: "Black", zh: "黑色", paint: "#2a2a2c" },
  { en: "Green", zh: "绿色", paint: "#4d7d5b" },
  { en: "Orange", zh: "橙色", paint: "#d98436" },
  { en: "Gray", zh: "灰色", paint: "#8c8f94" },
];

const BRANDS = ["Northbank", "Luma", "Orchard & Co", "Kite"];

export function picture(kind: number, colour: number): string {
  const { outline } = KINDS[kind % KINDS.length] as Kind;
  const { paint } = COLOURS[colour % COLOURS.length] as { paint: string };
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="480" height="480"><rect width="200" height="200" fill="#fff"/><ellipse cx="100" cy="172" rx="62" ry="6" fill="#e9e6e1"/><path d="${outline}" fill="${paint}" fill-rule="evenodd" stroke="#0002" stroke-width="2" stroke-linejoin="round"/></svg>`;
}

export const CATALOGUE: Product[] = KINDS.flatMap((kind, k) =>
  COLOURS.map((colour, c): Product => {
    const amount = kind.price + c * 350;
    return {
      id: `${kind.en.replace(/\W/g, "")}-${colour.en}`,
      title: `${colour.en} ${kind.en.toLowerCase()}`,
      description: `A ${colour.en.toLowerCase()} ${kind.en.toLowerCase()} for every day. • Made to last. • ${kind.material}.`,
      brand: BRANDS[(k + c) % BRANDS.length] as string,
      category: kind.category,
      attributes: { color: [colour.en], material: [kind.material], size: k < 1 || k > 5 ? ["S", "M", "L"] : [] },
      language: "en",
      translations: {
        zh: {
          title: `${colour.zh}${kind.zh}`,
          description: `日常使用的${colour.zh}${kind.zh}。• 经久耐用。`,
          category: kind.zhCategory,
          attributes: { color: [colour.zh] },
        },
      },
      price: { amount, currency: "USD" },
      sale_price: (k + c) % 6 === 0 ? { amount: Math.round(amount * 0.8), currency: "USD" } : null,
      availability: (k * 5 + c) % 13 === 12 ? "out_of_stock" : "in_stock",
      stock: (k + c) % 7 === 3 ? 3 : 20,
      images: [`/media/${k}-${c}.svg`, `/media/${k}-${(c + 1) % COLOURS.length}.svg`],
      group_id: kind.en,
      gtin: "",
      link: "",
      rating: (k + c) % 3 ? 3.6 + ((k * 3 + c) % 14) / 10 : null,
      rating_count: 4 + k * c,
      launched_at: null,
    };
  }),
);
