#!/usr/bin/env python3
"""Computes the tables of the hardware pages and prints them as they stand there, each under its name.

Usage: hardware/scripts/figures.py            prints all of them
A test compares the pages with them."""
import math
import pathlib
import tomllib

FOLDER = pathlib.Path(__file__).resolve().parent.parent
G_M_S2 = 9.80665

SENSITIVITY = 2e-3  # V/V, of usual cells
RATE_HZ = 80
# name, noise at its input near 80 samples a second (V rms), excitation (V)
CONVERTERS = [
    ("HX711, data sheet", 90e-9, 4.3),
    ("HX711 as built", 370e-9, 4.3),
    ("ADS1232", 44e-9, 5.0),
    ("ADS131M08", 238e-9, 2.5),
]
CAPACITIES_KG = [50, 100]
LOADS_KG = [70, 35, 20]


def load(name):
    with open(FOLDER / name, "rb") as file:
        return tomllib.load(file)


def lever_arms_mm():
    """How far the cells of the reference mat's left plate are from its middle, along x and y."""
    mat = load("mats/reference.toml")
    plate, cell = mat["plate"][0], mat["cell"][0]
    return abs(cell["x_mm"] - plate["x_mm"]), abs(cell["y_mm"] - plate["y_mm"])


def force_noise_kg(noise_v, excitation_v, capacity_kg):
    return noise_v / (SENSITIVITY * excitation_v) * capacity_kg


def cop_noise_mm(arm_mm, noise_kg, load_kg):
    """Four cells at +-arm, load in the middle: sigma of sum(x_i F_i) / sum(F_i) = 2 arm sigma_F / F."""
    return 2 * arm_mm * noise_kg / load_kg


def noise_speed_mm_s(sigma_x_mm, sigma_y_mm):
    """Mean speed that white noise of two axes pretends, unfiltered: the rate times the mean length of a step,
    which is the difference of two samples on each axis."""
    steps = 2000
    mean = sum(math.hypot(sigma_x_mm * math.cos(a), sigma_y_mm * math.sin(a))
               for a in (2 * math.pi * (i + 0.5) / steps for i in range(steps))) / steps
    return RATE_HZ * math.sqrt(2) * mean * math.sqrt(math.pi / 2)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def resolution():
    arm_x, arm_y = lever_arms_mm()
    rows = []
    for name, noise_v, excitation_v in CONVERTERS:
        for capacity in CAPACITIES_KG:
            noise_kg = force_noise_kg(noise_v, excitation_v, capacity)
            row = [name if capacity == CAPACITIES_KG[0] else "", f"{capacity} kg",
                   f"{noise_kg * 1000:.2f} g, {noise_kg * G_M_S2:.3f} N"]
            for load_kg in LOADS_KG:
                sigma = cop_noise_mm(arm_y, noise_kg, load_kg)
                row.append(f"{sigma:.3f} ({6.6 * sigma:.3f})")
            half = LOADS_KG[1]
            row.append(f"{noise_speed_mm_s(cop_noise_mm(arm_x, noise_kg, half), cop_noise_mm(arm_y, noise_kg, half)):.2f} mm/s")
            rows.append(row)
    head = ["converter", "cells", "noise of a cell"]
    head += [f"{load_kg} kg on a plate" for load_kg in LOADS_KG] + [f"speed at {LOADS_KG[1]} kg"]
    return table(head, rows)


def noise_free_bits():
    rows = []
    for name, noise_v, excitation_v in CONVERTERS:
        span_v = SENSITIVITY * excitation_v
        rows.append([name, f"{noise_v * 1e9:.0f} nV", f"{excitation_v:g} V", f"{span_v * 1000:.1f} mV",
                     f"{math.log2(span_v / (6.6 * noise_v)):.1f}"])
    return table(["converter", "noise, rms", "excitation", "signal at capacity", "noise-free bits of it"], rows)


def accuracy():
    arm_y = lever_arms_mm()[1]
    rows = []
    for load_kg in (70, 20):
        one_kg = 0.1 * load_kg / arm_y
        rows.append([f"{load_kg} kg", f"{one_kg * 1000:.0f} g", f"{one_kg / 2 * 1000:.0f} g"]
                    + [f"{one_kg / 2 / capacity * 100:.3f} %" for capacity in CAPACITIES_KG])
    return table(["on the plate", "one cell may be off by", "each of four, independent"]
                 + [f"that is, of {capacity} kg" for capacity in CAPACITIES_KG], rows)


def plate():
    mechanics, mat = load("mechanics.toml"), load("mats/reference.toml")
    width, depth = mat["plate"][0]["width_mm"], mat["plate"][0]["depth_mm"]
    span = 2 * lever_arms_mm()[1]
    thickness, modulus = mechanics["plate_thickness"], mechanics["plywood_modulus_n_mm2"]
    inertia = width * thickness**3 / 12
    force = 100 * G_M_S2
    sag = force * span**3 / (48 * modulus * inertia)
    limit = 1.3 * USER_LIMIT_KG * G_M_S2
    stress = limit * span / 4 / (width * thickness**2 / 6)
    weight = width * depth * thickness * 1e-9 * mechanics["plywood_density_kg_m3"]
    height = thickness + mechanics["spacer"] + mechanics["cell_height"] + mechanics["foot_height"]
    return table(["a plate", "figure"], [
        ["100 kg in its middle bend it by", f"{sag:.2f} mm"],
        [f"stress with {USER_LIMIT_KG} kg × 1.3 in its middle", f"{stress:.1f} N/mm²"],
        ["its own weight, without cells", f"{weight:.1f} kg"],
        ["height of its top above the floor", f"{height:.0f} mm"],
    ])


USER_LIMIT_KG = 150


def corner():
    """A person over one foot, on one leg, with the force that a squat peaks at."""
    rows = []
    for mass in (70, 100, 115, USER_LIMIT_KG):
        peak = 1.3 * mass
        rows.append([f"{mass} kg", f"{mass:.0f} %", f"{peak:.0f} %"])
    return table(["person over one foot", "of a 100 kg cell, standing", "peak of a squat, × 1.3"], rows)


def power():
    """Milliamperes from 5 V; those marked (estimate) are not from a data sheet."""
    bridge = 4.3 / 350 * 1000
    clock = 4 * 40e-12 * 5 * 11.0592e6 * 1000
    items = [("8 HX711 (1.5 mA each)", 8 * 1.5), ("8 bridges of 350 Ω at 4.3 V", 8 * bridge),
             ("Arduino Mega 2560 (estimate)", 75), ("oscillator (estimate)", 25),
             ("74HC04, four outputs into 40 pF at 11.0592 MHz", clock),
             ("2 lamps of 10 mA", 20), ("buzzer (estimate)", 10)]
    rows = [[name, f"{value:.0f} mA"] for name, value in items]
    rows.append(["together", f"{sum(value for _, value in items):.0f} mA of the 500 mA of a USB port"])
    return table(["what", "current"], rows)


TABLES = {"resolution": resolution, "noise-free bits": noise_free_bits, "accuracy": accuracy, "plate": plate,
          "corner": corner, "power": power}

if __name__ == "__main__":
    for name, make in TABLES.items():
        print(f"{name}\n\n{make()}\n")
