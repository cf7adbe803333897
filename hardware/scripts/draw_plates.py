#!/usr/bin/env python3
"""Draws plates.svg (the mat from above) and corner.svg (a cut through one corner) from mats/reference.toml and
mechanics.toml. Every dimension in them is computed from there.

Usage: hardware/scripts/draw_plates.py [FOLDER]
A test draws again and compares with the files in the repository."""
import pathlib
import sys
import tomllib

FOLDER = pathlib.Path(__file__).resolve().parent.parent
WOOD, METAL, RUBBER, INK, GREY = "#f3e3c3", "#c9d3da", "#6b6b6b", "#222", "#666"


def load(name):
    with open(FOLDER / name, "rb") as file:
        return tomllib.load(file)


def number(value):
    return f"{value:g}"


class Drawing:
    """Millimetres in, pixels out; y upwards."""

    def __init__(self, width, height, scale, origin):
        self.width, self.height, self.scale, self.origin = width, height, scale, origin
        self.lines = []

    def at(self, x, y):
        return self.origin[0] + self.scale * x, self.origin[1] - self.scale * y

    def add(self, text):
        self.lines.append(text)

    def box(self, x, y, width, height, fill, dashed=False, radius=0.0, stroke=INK):
        px, py = self.at(x, y + height)
        dash = ' stroke-dasharray="6 4"' if dashed else ""
        self.add(f'<rect x="{px:g}" y="{py:g}" width="{width * self.scale:g}" height="{height * self.scale:g}" '
                 f'rx="{radius:g}" fill="{fill}" stroke="{stroke}"{dash}/>')

    def circle(self, x, y, diameter, fill="none", dashed=False):
        px, py = self.at(x, y)
        dash = ' stroke-dasharray="6 4"' if dashed else ""
        self.add(f'<circle cx="{px:g}" cy="{py:g}" r="{diameter * self.scale / 2:g}" fill="{fill}" stroke="{INK}"{dash}/>')

    def line(self, x1, y1, x2, y2, colour=INK, width=1.0, dash=""):
        (px1, py1), (px2, py2) = self.at(x1, y1), self.at(x2, y2)
        style = f' stroke-dasharray="{dash}"' if dash else ""
        self.add(f'<line x1="{px1:g}" y1="{py1:g}" x2="{px2:g}" y2="{py2:g}" stroke="{colour}" stroke-width="{width:g}"{style}/>')

    def cross(self, x, y, size=6):
        self.line(x - size, y, x + size, y)
        self.line(x, y - size, x, y + size)

    def text(self, x, y, words, size=13, anchor="middle", weight="normal", colour=INK, dy=0.0):
        px, py = self.at(x, y)
        words = words.replace("&", "&amp;").replace("<", "&lt;")
        self.add(f'<text x="{px:g}" y="{py + dy:g}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}" '
                 f'fill="{colour}">{words}</text>')

    def tick(self, x, y):
        px, py = self.at(x, y)
        self.add(f'<line x1="{px - 4:g}" y1="{py + 4:g}" x2="{px + 4:g}" y2="{py - 4:g}" stroke="{INK}" stroke-width="1.5"/>')

    def across(self, x1, x2, y, from_y, label=None):
        """A horizontal dimension at height y, with lines to it from the thing measured."""
        for x in (x1, x2):
            self.line(x, from_y, x, y, GREY, 0.7)
            self.tick(x, y)
        self.line(x1, y, x2, y, INK, 0.8)
        self.text((x1 + x2) / 2, y, label or number(abs(x2 - x1)), dy=-5)

    def along(self, y1, y2, x, from_x, label=None, side=-1):
        """A vertical one, its number on that side."""
        for y in (y1, y2):
            self.line(from_x, y, x, y, GREY, 0.7)
            self.tick(x, y)
        self.line(x, y1, x, y2, INK, 0.8)
        px, py = self.at(x, (y1 + y2) / 2)
        self.add(f'<text x="{px + 7 * side:g}" y="{py + 4:g}" font-size="13" text-anchor="{"end" if side < 0 else "start"}" '
                 f'fill="{INK}">{label or number(abs(y2 - y1))}</text>')

    def svg(self):
        head = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
                f'viewBox="0 0 {self.width} {self.height}" font-family="DejaVu Sans, Arial, sans-serif">\n'
                f'<rect width="{self.width}" height="{self.height}" fill="#ffffff"/>\n')
        return head + "\n".join(self.lines) + "\n</svg>\n"


def draw_plate(d, plate, cells, mech):
    left, bottom = plate["x_mm"] - plate["width_mm"] / 2, plate["y_mm"] - plate["depth_mm"] / 2
    d.box(left, bottom, plate["width_mm"], plate["depth_mm"], WOOD, radius=6)
    d.text(plate["x_mm"], plate["y_mm"] + 60, plate["name"], 20, weight="bold")
    for cell in cells:
        # The beam lies along y, its foot at the outer end, its fixed end towards the middle.
        inward = -1 if cell["y_mm"] > 0 else 1
        free_end = cell["y_mm"] - inward * mech["load_hole"]
        fixed_end = free_end + inward * mech["cell_length"]
        d.box(cell["x_mm"] - mech["cell_width"] / 2, min(free_end, fixed_end), mech["cell_width"], mech["cell_length"], "none", True)
        d.circle(cell["x_mm"], cell["y_mm"], mech["foot_diameter"], "#ffffff", True)
        d.cross(cell["x_mm"], cell["y_mm"])
        for hole in mech["fixed_holes"]:
            d.circle(cell["x_mm"], fixed_end - inward * hole, 7)
        d.text(cell["x_mm"], fixed_end + inward * 10, cell["name"], 14, weight="bold", dy=5)


def draw_plates():
    mat, mech = load("mats/reference.toml"), load("mechanics.toml")
    plates, cells = mat["plate"], mat["cell"]
    d = Drawing(1060, 900, 1.2, (560, 470))
    d.text(-440, 350, "Plates and feet, from above", 20, "start", "bold", dy=-10)
    d.text(-440, 350, "Millimetres. Dashed: below the plate. Drawn from mats/reference.toml and mechanics.toml. Not yet built in metal.",
           13, "start", colour=GREY, dy=12)
    for plate in plates:
        draw_plate(d, plate, [c for c in cells if c["name"][0] == plate["name"][0]], mech)
    d.cross(0, 0, 12)
    d.text(8, 0, "origin", 12, "start", colour=GREY, dy=-6)
    d.line(-60, 330, -60, 290, INK, 1.5)
    d.text(-60, 330, "▲", 14, dy=4)
    d.text(-50, 305, "front: where the person looks; y", 13, "start")

    a, b = plates
    left, right = a["x_mm"] - a["width_mm"] / 2, b["x_mm"] + b["width_mm"] / 2
    inner_a, inner_b = a["x_mm"] + a["width_mm"] / 2, b["x_mm"] - b["width_mm"] / 2
    front, rear = a["y_mm"] + a["depth_mm"] / 2, a["y_mm"] - a["depth_mm"] / 2
    by_name = {c["name"]: c for c in cells}
    lfl, lfr, lrl, rfl, rfr = (by_name[n] for n in ("l_fl", "l_fr", "l_rl", "r_fl", "r_fr"))
    d.across(left, inner_a, rear - 35, rear)
    d.across(inner_a, inner_b, rear - 35, rear)
    d.across(inner_b, right, rear - 35, rear)
    d.across(left, right, rear - 70, rear)
    d.across(left, lfl["x_mm"], front + 18, front)
    d.across(lfl["x_mm"], lfr["x_mm"], front + 18, lfl["y_mm"])
    d.across(lfr["x_mm"], rfl["x_mm"], front + 18, lfr["y_mm"])
    d.across(rfl["x_mm"], rfr["x_mm"], front + 18, rfl["y_mm"])
    d.along(rear, front, left - 75, left)
    d.along(lrl["y_mm"], lfl["y_mm"], left - 30, lfl["x_mm"])
    d.along(lfl["y_mm"], front, left - 30, left)
    d.along(0, rfr["y_mm"], right + 30, rfr["x_mm"], side=1)
    d.across(0, b["x_mm"], -120, 0)
    d.across(0, a["x_mm"], -120, 0)
    d.cross(a["x_mm"], a["y_mm"], 8)
    d.cross(b["x_mm"], b["y_mm"], 8)
    d.line(a["x_mm"], 0, a["x_mm"], -120, GREY, 0.7)
    d.line(b["x_mm"], 0, b["x_mm"], -120, GREY, 0.7)
    return d.svg()


def draw_corner():
    mat, mech = load("mats/reference.toml"), load("mechanics.toml")
    plate, cell = mat["plate"][0], mat["cell"][0]
    edge = plate["depth_mm"] / 2 - cell["y_mm"]  # from the plate's edge to the foot's middle
    d = Drawing(1010, 610, 4.4, (135, 515))
    d.text(-20, 112, "A corner, cut along y through a foot", 20, "start", "bold", dy=10)
    d.text(-20, 112, "Millimetres. Drawn from mats/reference.toml and mechanics.toml. Not yet built in metal.", 13, "start", colour=GREY, dy=32)

    free_end = edge - mech["load_hole"]
    fixed_end = free_end + mech["cell_length"]
    cell_bottom = mech["foot_height"]
    cell_top = cell_bottom + mech["cell_height"]
    plate_bottom = cell_top + mech["spacer"]
    plate_top = plate_bottom + mech["plate_thickness"]
    end = fixed_end + 20
    d.box(0, plate_bottom, end, mech["plate_thickness"], WOOD)
    d.line(end, plate_bottom - 3, end, plate_top + 3, "#ffffff", 3)
    d.box(0, plate_top, end, 2, RUBBER)
    d.line(-12, 0, end, 0, INK, 2)
    d.text(end, 0, "floor", 12, "end", colour=GREY, dy=16)
    d.box(free_end, cell_bottom, mech["cell_length"], mech["cell_height"], METAL)
    middle = (free_end + fixed_end) / 2
    for dx in (-10, 10):
        d.circle(middle + dx, cell_bottom + mech["cell_height"] / 2, 14, "#ffffff")
    d.line(middle - 10, cell_bottom + 15, middle + 10, cell_bottom + 15, "#ffffff", 12)
    spacer_length = mech["fixed_holes"][1] + 15
    d.box(fixed_end - spacer_length, cell_top, spacer_length, mech["spacer"], RUBBER, stroke=INK)
    for hole in mech["fixed_holes"]:
        x = fixed_end - hole
        d.box(x - 3, cell_bottom + 4, 6, plate_top - cell_bottom - 4, METAL)
        d.box(x - 6, plate_top - 4, 12, 4, METAL)
    d.box(edge - mech["foot_diameter"] / 2, 0, mech["foot_diameter"], 5, RUBBER)
    d.circle(edge, 5, 8, METAL)
    d.box(edge - 4, 7, 8, cell_top - 12, METAL)
    # The stop: its tip ends a hair above the cell's free end.
    d.box(edge - 3, cell_top + mech["stop_gap"], 6, plate_top - cell_top - mech["stop_gap"], METAL)

    d.along(0, cell_bottom, -14, edge - mech["foot_diameter"] / 2)
    d.along(cell_bottom, cell_top, -14, free_end)
    d.along(cell_top, plate_bottom, -14, 0)
    d.along(plate_bottom, plate_top, -14, 0)
    d.along(0, plate_top, -22, 0)
    d.across(0, edge, plate_top + 12, plate_top)
    d.across(edge, fixed_end - mech["fixed_holes"][1], plate_top + 12, plate_top)
    d.across(fixed_end - mech["fixed_holes"][1], fixed_end - mech["fixed_holes"][0], plate_top + 12, plate_top)
    d.across(free_end, fixed_end, -14, cell_bottom)
    d.across(free_end, edge, -7, 0)

    def note(x, y, to_x, to_y, words):
        d.line(x, y, to_x, to_y, GREY, 0.8)
        d.text(x, y, words, 12, "start", dy=4)

    note(end + 4, 88, end - 4, plate_top + 1, "non-slip cover")
    note(end + 4, plate_bottom + 14, end - 2, plate_bottom + 14, "plate")
    note(end + 4, cell_top + 3, fixed_end - 1, cell_top + 3, "spacer")
    note(end + 4, cell_bottom + 16, fixed_end - 2, cell_bottom + 16, "cell, 100 kg,")
    d.text(end + 4, cell_bottom + 16, "bolted here", 12, "start", dy=20)
    note(38, cell_bottom - 6, edge + 3, cell_bottom - 4, f"foot, screwed into the cell's free end; Ø {number(mech['foot_diameter'])}")
    note(38, plate_bottom + 20, edge + 3, plate_bottom + 8, f"stop screw M6 in a threaded insert,")
    d.text(38, plate_bottom + 20, f"locked; gap {number(mech['stop_gap'])} without load", 12, "start", dy=20)
    return d.svg()


DRAWINGS = {"plates.svg": draw_plates, "corner.svg": draw_corner}

if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for name, draw in DRAWINGS.items():
        (folder / name).write_text(draw())
