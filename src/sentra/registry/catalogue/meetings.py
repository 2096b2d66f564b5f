"""By what linkage brings rows together to be compared, in words; and the warning that some of it was left out."""

from collections.abc import Mapping
from types import MappingProxyType

from sentra.engines import linkage, sheets

MEETINGS: Mapping[str, sheets.Sentence] = MappingProxyType(
    {
        "nik": sheets.say("NIK"),
        "nik12": sheets.say("NIK yang sebagian disamarkan"),
        "nib": sheets.say("NIB"),
        "phone": sheets.say("nomor HP"),
        "village and first word": sheets.say("desa dan kata pertama nama"),
        "village and last word": sheets.say("desa dan kata terakhir nama"),
        "village and consonants": sheets.say("desa dan bunyi nama"),
        "village, RT and RW": sheets.say("desa, RT, dan RW"),
        "district and name": sheets.say("kecamatan dan nama pemilik"),
        "district and business": sheets.say("kecamatan dan nama usaha"),
        "business and first word": sheets.say("nama usaha dan kata pertama nama"),
        "whole name and product": sheets.say("nama lengkap dan produk"),
        "village's name and first word": sheets.say("nama desa dan kata pertama nama"),
        "village's name and last word": sheets.say("nama desa dan kata terakhir nama"),
        "village's name and consonants": sheets.say("nama desa dan bunyi nama"),
        "village's name, RT and RW": sheets.say("nama desa, RT, dan RW"),
    }
)


def left_out(dropped: linkage.Dropped) -> sheets.Sentence:
    """What was not compared, and what that means."""
    return sheets.say(
        "Tidak semua baris dibandingkan lewat %(key)s: %(values)s nilainya dimiliki terlalu banyak baris. Baris"
        " kembar yang hanya cocok di situ tidak ditemukan.",
        key=MEETINGS[dropped.key],
        values=dropped.values,
    )
