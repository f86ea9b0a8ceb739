#include "fold/styles.h"

#include "base/attr.h"

const struct style_range style_ranges[] = {
    {0x1F150, 0x1F169, 'A'}, /* 🅐 negative circled */
    {0x1F170, 0x1F189, 'A'}, /* 🅰 negative squared */
    {0x1F1E6, 0x1F1FF, 'A'}, /* 🇦 regional indicators */
};
const size_t style_range_count = COUNT_OF(style_ranges);

const struct style_number style_numbers[] = {
    {0x24EB, 0x24FF},   /* ⓫ ⓵ ⓿ */
    {0x2776, 0x2793},   /* ❶ ➀ ➊ */
    {0x1F10B, 0x1F10C}, /* 🄋 🄌 */
};
const size_t style_number_count = COUNT_OF(style_numbers);

/* clang-format off */
const struct style_letter style_letters[] = {
    /* small capitals */
    {0x1D00, 'A'}, {0x0299, 'B'}, {0x1D04, 'C'}, {0x1D05, 'D'}, {0x1D07, 'E'},
    {0xA730, 'F'}, {0x0262, 'G'}, {0x029C, 'H'}, {0x026A, 'I'}, {0x1D0A, 'J'},
    {0x1D0B, 'K'}, {0x029F, 'L'}, {0x1D0D, 'M'}, {0x0274, 'N'}, {0x1D0F, 'O'},
    {0x1D18, 'P'}, {0xA7AF, 'Q'}, {0x0280, 'R'}, {0xA731, 'S'}, {0x1D1B, 'T'},
    {0x1D1C, 'U'}, {0x1D20, 'V'}, {0x1D21, 'W'}, {0x028F, 'Y'}, {0x1D22, 'Z'},
    /* letters with a stroke: the mark is part of the letter */
    {0x023A, 'A'}, {0x2C65, 'a'}, {0x0243, 'B'}, {0x0180, 'b'}, {0x023B, 'C'},
    {0x023C, 'c'}, {0x0110, 'D'}, {0x0111, 'd'}, {0x0246, 'E'}, {0x0247, 'e'},
    {0x01E4, 'G'}, {0x01E5, 'g'}, {0x0126, 'H'}, {0x0127, 'h'}, {0x0197, 'I'},
    {0x0268, 'i'}, {0x0248, 'J'}, {0x0249, 'j'}, {0xA740, 'K'}, {0xA741, 'k'},
    {0x0141, 'L'}, {0x0142, 'l'}, {0x023D, 'L'}, {0x019A, 'l'}, {0x00D8, 'O'},
    {0x00F8, 'o'}, {0x2C63, 'P'}, {0x1D7D, 'p'}, {0x024C, 'R'}, {0x024D, 'r'},
    {0x0166, 'T'}, {0x0167, 't'}, {0x0244, 'U'}, {0x0289, 'u'}, {0x024E, 'Y'},
    {0x024F, 'y'}, {0x01B5, 'Z'}, {0x01B6, 'z'},
};
/* clang-format on */
const size_t style_letter_count = COUNT_OF(style_letters);
