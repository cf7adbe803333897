/* Where everything is connected, and nowhere else. An Arduino Mega 2560's names stand beside the port's; the
 * wiring table of hardware/ is compared with these definitions by a test, which reads NAME_PORT and NAME_BIT.
 */
#ifndef PINS_H
#define PINS_H

#include <avr/io.h>

/* DOUT of the converter of cell i on bit i, in wire order: D53 D52 D51 D50 (left plate), D10 D11 D12 D13
 * (right). One whole port, so that a single instruction reads all eight; the one port whose pin changes are
 * PCINT0. */
#define DOUT_PORT B

#define SCK_PORT C /* PD_SCK of all converters, D37 */
#define SCK_BIT 0
#define RATE_PORT C /* RATE of all converters, D36: high = 80 a second, low = 10 */
#define RATE_BIT 1

#define LIGHT_LEFT_PORT H /* OC4A, D6: the left plate's lamp */
#define LIGHT_LEFT_BIT 3
#define LIGHT_RIGHT_PORT H /* OC4B, D7 */
#define LIGHT_RIGHT_BIT 4
#define BUZZER_PORT E /* OC3A, D5 */
#define BUZZER_BIT 3

/* PORT_OF(SCK) is PORTC, and so on. */
#define PIN_JOIN_(a, b) a##b
#define PIN_JOIN(a, b) PIN_JOIN_(a, b)
#define PORT_OF(name) PIN_JOIN(PORT, name##_PORT)
#define DDR_OF(name) PIN_JOIN(DDR, name##_PORT)
#define PIN_OF(name) PIN_JOIN(PIN, name##_PORT)
#define MASK_OF(name) (1u << name##_BIT)

#endif
