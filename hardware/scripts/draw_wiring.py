#!/usr/bin/env python3
"""Draws wiring.svg from wiring.csv: every row of the table, and nothing that is not in it.

Usage: hardware/scripts/draw_wiring.py [FILE.svg]
A test draws again and compares with the file in the repository."""
import csv
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = 1500, 1330
MIDDLE = WIDTH / 2
CELLS = {"left": ["l_fl", "l_fr", "l_rl", "l_rr"], "right": ["r_fl", "r_fr", "r_rl", "r_rr"]}
ROW_TOP, ROW_STEP = 105, 215  # of the modules

COLOURS = {"5v": "#c0392b", "gnd": "#222222", "sck": "#1f5fb4", "rate": "#7d3c98", "clock": "#16803c",
           "data": "#c56a00", "cell": "#777777", "out": "#8a5a2b"}
# Vertical lines that several modules hang on, by their distance from the middle of the drawing.
TRUNKS = {"gnd": 265, "5v": 240, "rate": 215, "sck": 190, "clock_1": 165, "clock_2": 145, "clock_3": 165, "clock_4": 145}
# Where these run across, below the board; and those of the clock on their way to the buffer.
ACROSS = {"sck": 990, "rate": 1010, "5v": 1030, "gnd": 1050, "clock_1": 1080, "clock_2": 1098, "clock_3": 1116,
          "clock_4": 1134}


def kind_of(net):
    for kind in ("5v", "gnd", "sck", "rate"):
        if net == kind:
            return kind
    if net.startswith(("clock", "xi_")):
        return "clock"
    if net.startswith(("dt_", "dout_")):
        return "data"
    return "cell" if net[:2] in ("l_", "r_") else "out"


class Drawing:
    def __init__(self):
        self.lines, self.places = [], {}

    def add(self, text):
        self.lines.append(text)

    def text(self, x, y, words, size=12, anchor="start", weight="normal", colour="#111"):
        words = words.replace("&", "&amp;").replace("<", "&lt;")
        self.add(f'<text x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}" '
                 f'fill="{colour}">{words}</text>')

    def box(self, x, y, width, height, title, below=""):
        self.add(f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="5" fill="#fbfaf6" '
                 'stroke="#333" stroke-width="1.5"/>')
        self.text(x + width / 2, y + 17, title, 13, "middle", "bold")
        if below:
            self.text(x + width / 2, y + 32, below, 11, "middle", colour="#555")

    def wire(self, points, kind):
        path = " ".join(f"{x:g},{y:g}" for x, y in points)
        self.add(f'<polyline points="{path}" fill="none" stroke="{COLOURS[kind]}" stroke-width="1.8"/>')

    def dot(self, x, y, kind):
        self.add(f'<circle cx="{x:g}" cy="{y:g}" r="3.2" fill="{COLOURS[kind]}"/>')

    def place(self, part, pin, x, y):
        """Where a wire reaches this pin."""
        self.places[part, pin] = (x, y)

    def pin(self, part, pin, x, y, label=None, side="left"):
        """A pin at the edge of a box, its name inside."""
        self.place(part, pin, x, y)
        self.add(f'<circle cx="{x:g}" cy="{y:g}" r="2.2" fill="#333"/>')
        if side == "left":
            self.text(x + 7, y + 4, label or pin)
        elif side == "right":
            self.text(x - 7, y + 4, label or pin, anchor="end")
        else:  # at the bottom edge
            self.text(x, y - 8, label or pin, anchor="middle", size=11)

    def resistor(self, part, x, y, label, pins=("1", "2"), towards=1):
        """22 wide; its first pin is on the side that the wire comes from."""
        self.add(f'<rect x="{x - 11:g}" y="{y - 5:g}" width="22" height="10" fill="#fff" stroke="#333"/>')
        self.text(x, y - 8, label, 10, "middle", colour="#555")
        self.place(part, pins[0], x - 11 * towards, y)
        self.place(part, pins[1], x + 11 * towards, y)

    def capacitor(self, part, x, y, label, towards=1):
        for dx in (-3, 3):
            self.add(f'<line x1="{x + dx:g}" y1="{y - 8:g}" x2="{x + dx:g}" y2="{y + 8:g}" stroke="#333" stroke-width="1.8"/>')
        if label:
            self.text(x, y - 11, label, 10, "middle", colour="#555")
        self.place(part, "1", x + 3 * towards, y)
        self.place(part, "2", x - 3 * towards, y)


def draw_modules(d):
    for side, cells in CELLS.items():
        sign = -1 if side == "left" else 1
        inner, outer = MIDDLE + sign * 340, MIDDLE + sign * 530  # edges of the converters
        cell_edge = MIDDLE + sign * 620
        inward = "right" if side == "left" else "left"
        outward = "left" if side == "left" else "right"
        for row, cell in enumerate(cells):
            top = ROW_TOP + row * ROW_STEP
            d.box(min(inner, outer), top, 190, 185, f"adc_{cell}", "HX711 module")
            for i, (pin, label) in enumerate([("DT", "DT"), ("SCK", "SCK"), ("chip 15 RATE", "chip pin 15, lifted: RATE"),
                                              ("chip 14 XI", "chip pin 14, lifted: XI"), ("VCC", "VCC"), ("GND", "GND")]):
                d.pin(f"adc_{cell}", pin, inner, top + 50 + 25 * i, label, inward)
            d.box(min(cell_edge, cell_edge + sign * 110), top + 30, 110, 125, f"cell_{cell}", "100 kg")
            for i, pin in enumerate(["E+", "A+", "A-", "E-"]):
                # The converter's names stand where the long ones of the other side do not reach.
                d.pin(f"adc_{cell}", pin, outer, top + [50, 75, 150, 175][i], pin, outward)
                d.pin(f"cell_{cell}", pin, cell_edge, top + 65 + 25 * i, pin, inward)
            d.resistor(f"r_dout_{cell}", MIDDLE + sign * 305, top + 50, "1 kΩ", towards=-sign)
            d.capacitor(f"c_clock_{cell}", MIDDLE + sign * 305, top + 125, "20 pF", towards=-sign)


def draw_board(d):
    d.box(MIDDLE - 100, 70, 200, 870, "mega", "Arduino Mega 2560")
    rows = read_rows()
    for side, cells in CELLS.items():
        sign = -1 if side == "left" else 1
        for row, cell in enumerate(cells):
            pin = next(r["to_pin"] for r in rows if r["net"] == f"dout_{cell}")
            d.pin("mega", pin, MIDDLE + sign * 100, ROW_TOP + row * ROW_STEP + 50, pin, "left" if side == "left" else "right")
    for i, pin in enumerate(["D37/PC0", "D36/PC1", "5V", "GND"]):
        d.pin("mega", pin, MIDDLE - 82 + 45 * i + (0 if i < 2 else 12), 940, pin.split("/")[0], "bottom")
        if "/" in pin:
            d.text(MIDDLE - 82 + 45 * i, 918, pin.split("/")[1], 10, "middle", colour="#555")
    for i, pin in enumerate(["D6/PH3", "D7/PH4", "D5/PE3"]):
        d.pin("mega", pin, MIDDLE + 100, 850 + 30 * i, pin, "right")


def draw_clock(d):
    d.box(60, 1185, 130, 90, "oscillator", "11.0592 MHz, 5 V")
    d.pin("oscillator", "VCC", 60, 1235, side="left")
    d.pin("oscillator", "GND", 60, 1258, side="left")
    d.pin("oscillator", "OUT", 190, 1235, side="right")
    d.box(290, 1165, 150, 150, "buffer", "74HC04, six inverters")
    for i in range(4):
        d.pin("buffer", f"{i + 1}A", 290, 1212 + 20 * i)
        d.pin("buffer", f"{i + 1}Y", 440, 1212 + 20 * i, side="right")
    for i, pin in enumerate(["5A", "6A"]):
        d.pin("buffer", pin, 325 + 40 * i, 1315, side="bottom")
    d.pin("buffer", "GND", 405, 1315, side="bottom")
    d.pin("buffer", "VCC", 365, 1165, " ", "bottom")
    d.text(373, 1160, "VCC", 11)


def draw_outputs(d):
    for i, side in enumerate(["left", "right"]):
        y = 1185 + 45 * i
        d.resistor(f"r_lamp_{side}", 1085, y, "330 Ω")
        d.box(1150, y - 17, 170, 34, "")
        d.text(1235, y + 5, f"lamp_{side} (LED)", 13, "middle", "bold")
        d.pin(f"lamp_{side}", "A", 1150, y, side="left")
        d.pin(f"lamp_{side}", "K", 1320, y, side="right")
    d.resistor("r_buzzer", 1085, 1275, "100 Ω")
    d.box(1150, 1258, 170, 34, "")
    d.text(1235, 1280, "buzzer (passive)", 13, "middle", "bold")
    d.pin("buzzer", "1", 1150, 1275, side="left")
    d.pin("buzzer", "2", 1320, 1275, side="right")
    for i, (part, pins, label) in enumerate([("c_supply", "+-", "100 µF"), ("c_oscillator", "12", "100 nF"),
                                             ("c_buffer", "12", "100 nF")]):
        x = 560 + 105 * i
        for dy in (-3, 3):
            d.add(f'<line x1="{x - 9:g}" y1="{1215 + dy}" x2="{x + 9:g}" y2="{1215 + dy}" stroke="#333" stroke-width="1.8"/>')
        d.place(part, pins[0], x, 1212)
        d.place(part, pins[1], x, 1218)
        d.text(x + 13, 1212, label, 10, colour="#555")
        d.text(x + 13, 1226, part, 10, colour="#555")


def read_rows():
    with open(FOLDER / "wiring.csv", newline="") as file:
        return list(csv.DictReader(file))


def draw_trunk(d, net, ends):
    """A net with many ends: to each module from a vertical line of its side, and across below the board."""
    kind, y_across, xs = kind_of(net), ACROSS[net], []
    sides = {}
    for part, (x, y) in ends:
        if part.startswith(("adc_", "c_clock")):
            sides.setdefault(-1 if x < MIDDLE else 1, []).append((x, y))
            continue
        # What is below or above the line across hangs on it.
        if part == "oscillator" and x < 100:
            x_line = 30 if net == "5v" else 45
            d.wire([(x, y), (x_line, y), (x_line, y_across)], kind)
        elif part in ("lamp_left", "lamp_right", "buzzer"):
            x_line = 1345
            d.wire([(x, y), (x_line, y), (x_line, y_across)], kind)
            d.dot(x_line, y, kind)
        elif part == "buffer" and y > 1300:
            x_line = 470
            d.wire([(x, y), (x, 1322), (x_line, 1322), (x_line, y_across)], kind)
        elif part == "buffer" and y > 1200:  # the clock's outputs
            x_line = 470 + 14 * (int(net[-1]) - 1) + 20
            d.wire([(x, y), (x_line, y), (x_line, y_across)], kind)
        elif part.startswith("c_"):  # capacitors at the supply, their lower ends beside them
            x_line = x if net == "5v" else x - 22
            d.wire([(x, y), (x, y + (14 if net == "gnd" else 0)), (x_line, y + (14 if net == "gnd" else 0)),
                    (x_line, y_across)], kind)
        else:
            x_line = x
            d.wire([(x, y), (x, y_across)], kind)
        xs.append(x_line)
        d.dot(x_line, y_across, kind)
    for sign, points in sides.items():
        x_trunk = MIDDLE + sign * TRUNKS[net]
        d.wire([(x_trunk, min(y for _, y in points)), (x_trunk, y_across)], kind)
        for x, y in points:
            d.wire([(x, y), (x_trunk, y)], kind)
            d.dot(x_trunk, y, kind)
        d.dot(x_trunk, y_across, kind)
        xs.append(x_trunk)
    d.wire([(min(xs), y_across), (max(xs), y_across)], kind)


def draw_wires(d):
    nets = {}
    for row in read_rows():
        for part, pin in ((row["from"], row["from_pin"]), (row["to"], row["to_pin"])):
            if (part, pin) not in d.places:
                sys.exit(f"draw_wiring.py: no place for pin {pin} of {part}, net {row['net']}: give it one")
            nets.setdefault(row["net"], {})[part, pin] = d.places[part, pin]
    for net, ends in nets.items():
        kind, points = kind_of(net), list(ends.values())
        if net in ACROSS:
            draw_trunk(d, net, [(part, at) for (part, _), at in ends.items()])
        elif net == "clock":  # from the oscillator to the inverters, side by side
            (x0, y0), inputs = points[0], points[1:]
            d.wire([(x0, y0), (240, y0)], kind)
            d.wire([(240, min(y for _, y in inputs)), (240, max(y for _, y in inputs))], kind)
            for x, y in inputs:
                d.wire([(240, y), (x, y)], kind)
                d.dot(240, y, kind)
        elif net.startswith(("light_", "buzzer")):
            (x0, y0), (x1, y1) = points
            x_line = {"light_left": 960, "light_right": 945, "buzzer": 930}[net]
            d.wire([(x0, y0), (x_line, y0), (x_line, y1), (x1, y1)], kind)
        else:
            (x0, y0), (x1, y1) = points
            outward = -8 if x1 < MIDDLE else 8  # of the cells' wires, so that they do not cross
            x_line = (x0 + x1) / 2 + (outward * (-1 if net.endswith(("a+", "a-")) else 1) if y0 != y1 else 0)
            d.wire([(x0, y0), (x_line, y0), (x_line, y1), (x1, y1)], kind)


def draw_legend(d):
    d.text(20, 30, "Wiring of the Poise reference mat", 20, weight="bold")
    d.text(20, 50, "Drawn from wiring.csv, every row of it. Lines that cross are joined only where there is a dot. "
                   "Not yet built in metal.", 13, colour="#555")
    x = 870
    for kind, words in [("5v", "5 V"), ("gnd", "ground"), ("sck", "SCK"), ("rate", "RATE"), ("clock", "clock"),
                        ("data", "DOUT"), ("cell", "cell"), ("out", "lamps, buzzer")]:
        d.wire([(x, 26), (x + 22, 26)], kind)
        d.text(x + 27, 30, words, 12)
        x += 40 + 7 * len(words)


def draw():
    d = Drawing()
    draw_legend(d)
    draw_modules(d)
    draw_board(d)
    draw_clock(d)
    draw_outputs(d)
    boxes, d.lines = d.lines, []
    draw_wires(d)
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="DejaVu Sans, Arial, sans-serif">\n'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n')
    return head + "\n".join(d.lines + boxes) + "\n</svg>\n"


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER / "wiring.svg"
    target.write_text(draw())
