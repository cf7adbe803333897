#!/usr/bin/env python3
"""Compares the hardware pages with the firmware, the geometry files, the scripts and one another.

Usage: hardware_test.py [--programs FOLDER] [unittest's own options]"""
import csv
import fnmatch
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HARDWARE = ROOT / "hardware"
ARDUINO_PINS = pathlib.Path("/usr/share/arduino/hardware/arduino/avr/variants/mega/pins_arduino.h")
PROGRAMS = ROOT / "build/release/bin"
sys.path.insert(0, str(HARDWARE / "scripts"))
import draw_plates  # noqa: E402
import draw_wiring  # noqa: E402
import figures  # noqa: E402


def read(path):
    return (ROOT / path).read_text()


def rows_of(name):
    with open(HARDWARE / name, newline="") as file:
        return list(csv.DictReader(file))


def mat(name):
    return tomllib.loads(read(f"hardware/mats/{name}.toml"))


def firmware_pins():
    """{"SCK": "PC0", ..., "DOUT 0": "PB0", ...} from pins.h."""
    text = read("firmware-bridge/mcu/pins.h")
    ports = dict(re.findall(r"#define (\w+)_PORT ([A-L])\b", text))
    bits = dict(re.findall(r"#define (\w+)_BIT (\d)\b", text))
    pins = {name: f"P{ports[name]}{bit}" for name, bit in bits.items()}
    for name in ports.keys() - bits.keys():  # a whole port
        pins |= {f"{name} {bit}": f"P{ports[name]}{bit}" for bit in range(8)}
    return pins


def mega_pins(rows):
    """{net: {pins of the board, as "D53/PB0"}}, without those of the supply."""
    pins = {}
    for row in rows:
        for end in ("from", "to"):
            if row[end] == "mega" and "/" in row[f"{end}_pin"]:
                pins.setdefault(row["net"], set()).add(row[f"{end}_pin"])
    return pins


def headings(page):
    """The headings of a page as links name them."""
    found = re.findall(r"^#+ (.*)$", page.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


class Wiring(unittest.TestCase):
    rows = rows_of("wiring.csv")
    cells = [cell["name"] for cell in mat("reference")["cell"]]

    def nets(self):
        nets = {}
        for row in self.rows:
            for end in ("from", "to"):
                nets.setdefault((row[end], row[f"{end}_pin"]), set()).add(row["net"])
        return nets

    def test_the_boards_pins_are_the_firmwares(self):
        wired = {net: {pin.split("/")[1] for pin in pins} for net, pins in mega_pins(self.rows).items()}
        firmware = firmware_pins()
        self.assertGreaterEqual(len(firmware), 13)
        for name, pin in firmware.items():
            net = f"dout_{self.cells[int(name[5:])]}" if name.startswith("DOUT ") else name.lower()
            self.assertEqual(wired.pop(net, None), {pin}, name)
        self.assertEqual(wired, {}, "wired to the board, but unknown to the firmware")

    def test_the_boards_names_are_arduinos(self):
        if not ARDUINO_PINS.exists():
            self.skipTest("needs Debian's arduino-core-avr")
        # "PB	, // PB 0 ** 53 ** SPI_SS" in the table of ports
        ports = dict((f"D{number}", f"P{port}{bit}") for port, bit, number in re.findall(
            r"//\s*P([A-L])\s*(\d)\s*\*\*\s*(\d+)\s*\*\*", ARDUINO_PINS.read_text()))
        self.assertGreaterEqual(len(ports), 54)
        for pins in mega_pins(self.rows).values():
            for pin in pins:
                name, port = pin.split("/")
                self.assertEqual(ports[name], port, pin)

    def test_no_pin_is_on_two_nets(self):
        for pin, nets in self.nets().items():
            self.assertEqual(len(nets), 1, pin)

    def test_every_net_joins_two_pins_at_least_and_no_row_stands_twice(self):
        lines = [tuple(row.values()) for row in self.rows]
        self.assertEqual(len(lines), len(set(lines)))
        for row in self.rows:
            self.assertNotEqual((row["from"], row["from_pin"]), (row["to"], row["to_pin"]))

    def test_every_cell_has_its_converter_resistor_and_clock(self):
        nets = self.nets()
        for cell in self.cells:
            for pin in ("E+", "E-", "A+", "A-"):
                self.assertEqual(nets[f"cell_{cell}", pin], nets[f"adc_{cell}", pin])
            self.assertEqual(nets[f"adc_{cell}", "DT"], nets[f"r_dout_{cell}", "1"])
            self.assertEqual(nets[f"r_dout_{cell}", "2"], {f"dout_{cell}"})
            self.assertEqual(nets[f"adc_{cell}", "chip 14 XI"], nets[f"c_clock_{cell}", "2"])
            self.assertTrue(nets[f"c_clock_{cell}", "1"] <= {f"clock_{i}" for i in (1, 2, 3, 4)})
            self.assertEqual(nets[f"adc_{cell}", "SCK"], {"sck"})
            self.assertEqual(nets[f"adc_{cell}", "chip 15 RATE"], {"rate"})
            self.assertEqual(nets[f"adc_{cell}", "VCC"], {"5v"})
            self.assertEqual(nets[f"adc_{cell}", "GND"], {"gnd"})
        self.assertEqual({part for part, _ in nets if part.startswith("cell_")}, {f"cell_{cell}" for cell in self.cells})

    def test_two_converters_at_most_hang_on_an_output_of_the_clock(self):
        for i in (1, 2, 3, 4):
            loads = [row for row in self.rows if row["net"] == f"clock_{i}"]
            self.assertEqual(len(loads), 2)


class BillOfMaterials(unittest.TestCase):
    rows = rows_of("bill_of_materials.csv")

    def test_has_as_many_parts_as_the_wiring_and_all_of_them(self):
        wired = {row[end] for row in rows_of("wiring.csv") for end in ("from", "to")}
        for row in self.rows:
            patterns = row["in_the_wiring"].split()
            if not patterns:
                continue
            found = {part for part in wired if any(fnmatch.fnmatchcase(part, pattern) for pattern in patterns)}
            self.assertEqual(len(found), int(row["quantity"]), row["part"])
            wired -= found
        self.assertEqual(wired, set(), "in the wiring, but not in the bill of materials")

    def test_has_enough_of_the_mechanical_parts(self):
        quantity = {row["part"]: int(row["quantity"]) for row in self.rows}
        cells, plates = len(mat("reference")["cell"]), len(mat("reference")["plate"])
        holes = len(tomllib.loads(read("hardware/mechanics.toml"))["fixed_holes"])
        for part in ("foot", "spacer", "stop screw"):
            self.assertEqual(quantity[part], cells, part)
        self.assertEqual(quantity["cell bolt"], cells * holes)
        self.assertEqual(quantity["plate"], plates)

    def test_gives_classes_of_price_only(self):
        for row in self.rows:
            self.assertIn(row["price_class_each_estimate"], {"under 5", "5 to 20", "20 to 100"}, row["part"])
            self.assertTrue(row["requirement"], row["part"])


class Drawings(unittest.TestCase):
    def test_the_wiring_is_up_to_date(self):
        self.assertEqual(read("hardware/wiring.svg"), draw_wiring.draw(), "run hardware/scripts/draw_wiring.py")

    def test_the_plates_are_up_to_date(self):
        for name, draw in draw_plates.DRAWINGS.items():
            self.assertEqual(read(f"hardware/{name}"), draw(), "run hardware/scripts/draw_plates.py")

    def test_the_plates_show_the_dimensions_of_the_geometry_file(self):
        shown = {float(text) for text in re.findall(r">([\d.]+)</text>", read("hardware/plates.svg"))}
        reference = mat("reference")
        xs = sorted({cell["x_mm"] for cell in reference["cell"]})
        ys = sorted({cell["y_mm"] for cell in reference["cell"]})
        wanted = {xs[1] - xs[0], xs[2] - xs[1], ys[-1] - ys[0]}
        wanted |= {plate["width_mm"] for plate in reference["plate"]} | {plate["depth_mm"] for plate in reference["plate"]}
        wanted |= {abs(plate["x_mm"]) for plate in reference["plate"]}
        self.assertLessEqual(wanted, shown)

    def test_cells_and_feet_fit_under_the_plate(self):
        reference, mechanics = mat("reference"), tomllib.loads(read("hardware/mechanics.toml"))
        reach = max(mechanics["foot_diameter"], mechanics["cell_width"]) / 2
        for plate in reference["plate"]:
            for cell in reference["cell"]:
                if cell["name"][0] != plate["name"][0]:
                    continue
                self.assertLessEqual(abs(cell["x_mm"] - plate["x_mm"]) + reach, plate["width_mm"] / 2, cell["name"])
                self.assertLessEqual(abs(cell["y_mm"] - plate["y_mm"]) + mechanics["load_hole"], plate["depth_mm"] / 2)
                self.assertGreater(abs(cell["y_mm"]) + mechanics["load_hole"] - mechanics["cell_length"], 0, "front meets rear")


class Geometry(unittest.TestCase):
    def test_the_balance_board_has_its_lever_arms(self):
        cells = mat("balance-board")["cell"]
        self.assertEqual(max(c["x_mm"] for c in cells) - min(c["x_mm"] for c in cells), 433)
        self.assertEqual(max(c["y_mm"] for c in cells) - min(c["y_mm"] for c in cells), 238)

    def test_the_single_plate_is_one_of_the_reference_mat(self):
        reference, single = mat("reference"), mat("single-plate")
        left = reference["plate"][0]
        for whole, alone in zip(reference["cell"][:4], single["cell"], strict=True):
            self.assertEqual((whole["x_mm"] - left["x_mm"], whole["y_mm"] - left["y_mm"]), (alone["x_mm"], alone["y_mm"]))


class Pages(unittest.TestCase):
    def test_the_tables_are_those_that_the_script_computes(self):
        pages = {name: read(f"hardware/{name}.md") for name in ("choices", "mechanics", "electronics")}
        for name, make in figures.TABLES.items():
            self.assertTrue(any(make() in page for page in pages.values()), f"{name}: run hardware/scripts/figures.py")

    def test_the_height_in_the_drawing_is_the_tables(self):
        height = re.search(r"height of its top above the floor \| (\d+) mm", figures.plate())[1]
        self.assertIn(f">{height}</text>", read("hardware/corner.svg"))

    def test_links_lead_somewhere(self):
        pages = list(HARDWARE.rglob("*.md")) + list((ROOT / "firmware-bridge").rglob("*.md")) + [ROOT / "README.md"]
        for page in pages:
            for target, _, heading in re.findall(r"\]\(([^)#\s]*)(#([^)]*))?\)", page.read_text()):
                if "://" in target:
                    continue
                there = page.parent / target if target else page
                self.assertTrue(there.exists(), f"{page.relative_to(ROOT)}: {target}")
                if heading:
                    self.assertIn(heading, headings(there), f"{page.relative_to(ROOT)}: {target}")

    def test_the_fuses_are_the_firmwares(self):
        elf = PROGRAMS / "poise-firmware.elf"
        if not elf.exists() or not shutil.which("avr-objcopy"):
            self.skipTest("needs avr-gcc")
        raw = subprocess.run(["avr-objcopy", "-O", "binary", "-j", ".fuse", "--change-section-lma", ".fuse=0", str(elf), "/dev/stdout"],
                             check=True, capture_output=True).stdout
        self.assertEqual(len(raw), 3)
        page = read("hardware/flashing.md")
        for fuse, name, value in zip(("lfuse", "hfuse", "efuse"), ("low", "high", "extended"), raw):
            self.assertIn(f"-U {fuse}:w:0x{value:02X}:m", page)
            self.assertIn(f"| {name} | 0x{value:02X} |", page)

    def test_the_flashed_file_keeps_clear_of_the_bootloader(self):
        program = PROGRAMS / "poise-firmware.hex"
        if not program.exists():
            self.skipTest("needs avr-gcc")
        top, end = 0, 0
        for line in program.read_text().split():
            count, address, kind = int(line[1:3], 16), int(line[3:7], 16), int(line[7:9], 16)
            if kind == 2:
                top = int(line[9:13], 16) << 4
            elif kind == 4:
                top = int(line[9:13], 16) << 16
            elif kind == 0:
                end = max(end, top + address + count)
        self.assertTrue(1000 < end <= 0x3E000, hex(end))


class UdevRules(unittest.TestCase):
    rules = read("hardware/udev/70-poise.rules")

    def test_know_the_boards_that_the_program_knows(self):
        known = re.findall(r"\{0x(\w{4}), 0x(\w{4}), \"", read("src/acquire/port_list.cc"))
        ruled = re.findall(r'ATTRS\{idVendor\}=="(\w{4})", ATTRS\{idProduct\}=="(\w{4})", GOTO="poise_mat"', self.rules)
        self.assertGreaterEqual(len(known), 6)
        self.assertEqual({(v.lower(), p.lower()) for v, p in known}, set(ruled))

    def test_jump_to_labels_that_are_there_and_give_the_rights(self):
        for label in re.findall(r'GOTO="(\w+)"', self.rules):
            self.assertEqual(self.rules.count(f'LABEL="{label}"'), 1, label)
        granted = self.rules[self.rules.index('LABEL="poise_mat"'):]
        for words in ('TAG+="uaccess"', 'ENV{ID_MM_DEVICE_IGNORE}="1"', 'GROUP="dialout"'):
            self.assertIn(words, granted)


if __name__ == "__main__":
    if "--programs" in sys.argv:
        at = sys.argv.index("--programs")
        PROGRAMS = pathlib.Path(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    unittest.main()
