"""Texts of many kinds to count tokens of, the same in every run; written for this project."""
import random, string, unicodedata

# As people and captioning programs write them. The estimate is measured on these: its list of words was written
# before the last twenty of them.
captions = """
A woman in a red raincoat walks her small brown dog along a wet cobblestone street at dusk.
Two fishermen mend their nets on the pier while gulls circle over the trawlers behind them.
h4rbour, a lighthouse on a rocky headland, painted white with a broad red band, storm clouds gathering
An old man with a grey beard and a flat cap sits on a wooden bench, reading a newspaper through thick glasses.
Close-up portrait of a young girl with freckles and curly ginger hair, soft window light from the left.
The image shows a bowl of ramen topped with a halved soft-boiled egg, scallions, nori and slices of pork belly.
a photo of sks dog sleeping on a blue velvet sofa
A vintage motorcycle leans against a brick wall covered with peeling posters; its chrome exhaust reflects the street.
Aerial view of a container terminal at night, with cranes lit orange and stacks of colourful boxes in long rows.
A watercolor painting of a quiet village square with a fountain, three plane trees and shuttered houses.
Black and white photograph of a jazz trio on a small stage: piano, double bass and drums, smoke in the spotlight.
The child, wearing yellow rubber boots, jumps into a puddle and laughs as the water splashes everywhere.
ohwx man standing in front of a bookshelf, arms crossed, wearing a dark green knitted sweater
A golden retriever catches a frisbee in mid-air above a freshly mown lawn.
Minimalist poster of a crescent moon above mountains, flat colors, navy and cream, grain texture
A bride and groom dance beneath strings of fairy lights in a barn decorated with eucalyptus and white roses.
Low angle shot of a skyscraper's glass facade, clouds mirrored in its windows, a crane at the very top.
A bearded blacksmith hammers a glowing horseshoe on an anvil, sparks flying across the dim workshop.
Street food vendor in Bangkok frying noodles in a large wok, steam rising, neon signs out of focus behind her.
A still life with a pewter jug, two lemons, one of them half peeled, and an oyster on a rumpled linen cloth.
anime style illustration of a girl with silver hair and heterochromia, school uniform, cherry blossoms, wind
A rusty tugboat named "Margarethe" tows a barge loaded with gravel up the canal.
In the foreground there are tulips in every colour; a windmill stands in the distance under a pale blue sky.
Three children build a sandcastle on the beach. The tide is coming in and the youngest one is pointing at it.
A cyclist in a polka dot jersey climbs a steep alpine road lined with cheering spectators.
A knight in tarnished plate armor kneels before a stone altar, a shaft of light falling through broken stained glass.
Macro photograph of a dew-covered spider web between two blades of grass at sunrise.
The kitchen has marble countertops, oak cabinets, a farmhouse sink, and copper pans hanging above the island.
A tired commuter dozes on the subway, her head resting against the window, headphones around her neck.
Cinematic still, 35mm film, a detective in a trench coat lights a cigarette under a flickering street lamp, rain
A tabby cat peers out of a cardboard box on which someone has written FRAGILE in thick black marker.
A group of hikers crosses a suspension bridge over a turquoise river deep in the gorge.
Portrait of an elderly Japanese potter at her wheel, clay on her forearms, shelves of unglazed bowls behind.
A loaf of sourdough bread cut in half on a floured board next to a serrated knife and a dish of salted butter.
The footballer in the white jersey slides on the turf with his arms spread after scoring the winning goal.
An astronaut plants a flag on a dusty red plain while two small moons hang in the salmon-colored sky.
A narrow alley in Lisbon with laundry between the balconies and a yellow tram passing at the far end.
She's holding a paper lantern, and there's a reflection of its light in the pond; it doesn't look like she's alone.
A hummingbird hovers in front of a crimson hibiscus, wings blurred, throat feathers iridescent green.
Digital art of a steampunk airship with brass propellers floating above a sea of clouds at golden hour
A mechanic with oily hands bends over the open hood of a pickup truck in a cluttered garage.
Rows of lavender stretch towards a lone stone farmhouse beneath a thunderous sky in Provence.
A man in a navy suit adjusts his tie in front of a mirror; the room behind him is out of focus.
A plate of pancakes with maple syrup, blueberries and a dollop of whipped cream, top-down view
The painting depicts a ship in distress, its mainmast snapped, sailors clinging to the rigging as waves tower above.
A child's drawing of a house with a crooked chimney, a smiling sun, and four stick figures holding hands.
A snow leopard lies camouflaged among grey boulders, its long tail wrapped around its paws.
Studio product shot of a matte black wristwatch with a leather strap on a concrete block, hard shadow to the right.
Fog drifts between the pines; a single canoe is pulled up on the pebbles, and no one can be seen.
A ballerina ties the ribbon of her pointe shoe backstage, lit by a row of bare bulbs.
A person in a wheelchair feeds pigeons in a sunny plaza while a busker plays the accordion nearby.
Two astronauts float inside the space station, surrounded by cables, laptops and a floating bag of tortillas.
The photo was taken from below; the oak's branches spread across the whole frame like veins.
A weathered signpost at a crossroads points to Inverness, Ullapool and Gairloch, sheep grazing behind it.
A mother braids her daughter's hair on the front steps of a terraced house, both in summer dresses.
Fresh croissants and pain au chocolat cooling on a wire rack, flour dust on the dark worktop.
pixel art of a wizard's tower at night, glowing windows, bats circling the roof, limited palette
Workers in hard hats and hi-vis vests pour concrete from a chute into a foundation trench.
A ceramic mug with a chipped rim, half full of black coffee, standing on a pile of unopened letters.
A jellyfish drifts through dark water, its tentacles trailing like torn lace, lit from above in pale blue.
An elderly couple waltzes alone on the dance floor of an almost empty ballroom.
The robot, assembled from kitchen appliances, waves a whisk at a frightened poodle.
Firefighters spray water onto the roof of a burning warehouse as thick smoke blots out the sky.
A seamstress pins the hem of an emerald gown on a mannequin; scraps of silk litter the floor.
oil painting, impressionist, a picnic by the river, dappled shade, women with parasols, a rowing boat
A boy with a missing front tooth grins at the camera and proudly holds up a huge trout.
Rain on the windshield, blurred brake lights ahead, a pine-shaped air freshener dangling from the mirror.
A lone saguaro cactus stands against a violet evening sky, the first stars just visible.
Three generations of a family peel potatoes around a kitchen table covered with newspaper.
A cross-section diagram of a volcano with labels for the crater, vent, magma chamber and lava flow
""".strip().split("\n")

SENTENCES = {
    "chinese": "一艘红色的渔船停在港口。|清晨的雾笼罩着小镇,远处有一座灯塔。|她穿着绿色的连衣裙,手里拿着一把伞。|高质量,杰作,细节丰富,柔和的光线|龘靐齉爩鱻麤",
    "japanese": "港に赤い船が泊まっている。|夕焼けの空の下、灯台が光る。|カタカナとひらがなが混ざったテキスト|少女が傘をさして、雨の中を歩いている|ガラスのコップ、ゔゖ",
    "arabic": "قارب أحمر في الميناء عند الغروب.|امرأة ترتدي معطفاً أصفر وتمشي مع كلبها|١٢٣٤٥ سفينة|مُحَمَّدٌ يَقْرَأُ الكِتَابَ",
    "thai": "เรือสีแดงจอดอยู่ในท่าเรือ|ผู้หญิงใส่เสื้อกันฝนเดินกับสุนัข|ท้องฟ้ายามเย็น ๑๒๓|น้ำ ที่ กี่ ปู่",
    "hindi": "बंदरगाह में एक लाल नाव खड़ी है।|बारिश में छाता लिए लड़की|१२३ क़िला",
    "korean": "항구에 빨간 배가 있다.|비 오는 거리에서 강아지와 걷는 여자|뷁쀍 ㅋㅋㅋ",
    "cyrillic": "Красная лодка стоит в гавани на закате.|Женщина в жёлтом плаще гуляет с собакой|Ґанок, їжак, ѝ, й",
    "hebrew_greek": "סירה אדומה בנמל|Μια κόκκινη βάρκα στο λιμάνι|ἀρχὴ ἥμισυ παντός",
    "european": "Ein großes Schiff fährt über den Ärmelkanal.|L'été, à la plage, où l'œil s'égare|Łódź żółta, gęś, źdźbło|naïve façade, São João, Çeşme, İstanbul, Việt Nam",
}
CODE = """def f(x):\n\treturn x**2  # square|for (int i = 0; i < n; ++i) { sum += a[i]; }|<div class="a b">&nbsp;</div>|SELECT * FROM t WHERE a>=1;
{"key": [1, 2.5e-3, null]}|https://example.com/a?b=c&d=%20#e|C:\\\\Users\\\\x\\\\y.png|a_b-c.d/e(f)[g]{h}<i>|::=>-->!==...???|#!/bin/sh\r\n\r\necho "$1" """.replace("\n{", "|{").split("|")
EMOJI = ["😀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇩🇪", "❤️", "⛵", "1️⃣", "🧑🏿‍🚀", "☕︎", "™", "🫠"]
SPACES = ["\n", "\r", "\r\n", "\t", " ", "  ", "   ", "\u00a0", "\u3000", "\u2028", "\u0085", "\u200b", "\u000b", "\f", "\u2009", "\ufeff"]
ENDINGS = ["s", "t", "re", "ve", "m", "ll", "d", "ſ", "x", "r", "v", "l", "re's", "em"]
NUMBERS = ["0", "7", "42", "2024", "3.14", "1,000,000", "½", "²", "Ⅷ", "٣", "९", "123", "①", "〇", "𝟘", "1st", "4k", "১২"]
LOOSE = ["e\u0301", "a\u0308", "A\u030a", "\u212b", "\u2126", "q\u0307\u0323", "\u1100\u1161", "\u1112\u1161\u11ab", "\u0915\u093c",
         "o\u0302\u0301", "\u0301", "n\u0303", "\u304b\u3099", "\u05e9\u05c1", "\ufb2a", "\u0344", "=\u0338", "\u0958", "s\u0323\u0307", "\u1e9b\u0323",
         "<\u0338", "\u4e0d", "\uf900", "\U0002f800", "x\u0334\u0301\u0323"]
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|im_end", "|im_start|>", "<|IM_END|>", "<|", "|>", "<<|im_end|>>", "user\n", " ", "\u0338", "\u0301"]
CONTROL = [chr(code) for code in [*range(0, 32), *range(127, 160)]] + ["\u200d", "\u202e", "\u2066", "\ufffe", "\ufffd", "\U000e0041"]


def texts():
    """Yields some 2,500 pairs of a kind and a text."""
    dice = random.Random(20240904)
    some = lambda choices, most: "".join(dice.choice(choices) for _ in range(dice.randint(1, most)))
    words = sorted({word for text in captions for word in text.split()})
    assigned = [chr(code) for code in range(0x80, 0x32000) if not unicodedata.category(chr(code)).startswith("C")]
    letters = [c for c in assigned if unicodedata.category(c).startswith(("L", "M", "N", "Z"))]
    for _ in range(400):
        text = " ".join(dice.choice(words) for _ in range(dice.randint(1, 60)))
        yield "words", dice.choice([text, text.upper(), text.title(), text.replace(" ", "  "), text.replace(" ", "")])
    for kind, text in SENTENCES.items():
        sentences = text.split("|")
        for _ in range(50):
            chosen = "".join(dice.choice(sentences) + dice.choice(["", " ", "\n"]) for _ in range(dice.randint(1, 4)))
            start = dice.randrange(len(chosen))
            yield kind, dice.choice([chosen, chosen[start:], unicodedata.normalize("NFD", chosen)])
    for _ in range(120):
        yield "code", some(CODE + ["\n", " ", "    "], 6)
        yield "emoji", some(EMOJI + [" ", "a", "!"], 10)
        yield "spaces", some(SPACES + ["a", "!", "1", "\u00e9", "中"], 14)
        yield "contractions", "".join(
            dice.choice(["it", "", " ", "I", "\n", "9", "é"]) + dice.choice("'''’") + case(dice.choice(ENDINGS))
            for case in dice.choices([str.lower, str.upper, str.title, str], k=dice.randint(1, 5)))
        yield "numbers", some(NUMBERS + [" ", "-", "x"], 8)
        yield "loose", some(LOOSE + ["a", " ", "é", "<", "'"], 8)
        yield "special", some(SPECIAL, 7)
        yield "control", some(CONTROL + list("ab 1\n"), 10)
        yield "gibberish", some(string.ascii_letters, 40)
        yield "small gibberish", some(string.ascii_lowercase + " ", 40)
        yield "printable", some(string.printable, 60)
        yield "any", some(assigned, 20)
        yield "any letters", some(letters, 30)
    for length in [2, 3, 17, 64, 81, 82, 127, 128, 129, 500]:
        for unit in ["a", "ab", " ", "\n", "\t", "\r\n", "-", "=", "é", "中", "😀", "0", "!?", " a", "A", "'s", "\u0301", "\u00a0"]:
            yield "repeats", unit * length
    yield "long", "a" * 100_000
    yield "long", "xqzj" * 5_000
    yield "long", " " * 20_000 + "b"
    yield "long", "中文字" * 3_000
    yield "empty", ""
