"""Text files whose quotes and delimiters are broken: put right where only one reading fits, told every time."""

import pytest

from sentra.engines.sheets import Unreadable, read


def addresses(count=30):
    """Rows of a list whose address has no delimiter in it."""
    return [
        f"{n},UD Contoh {'ABCDEFGH'[n % 8]},Jl. Mawar No {n} RT {n % 9} RW {n % 4},Bojong,08120000{n:04d},{n % 5}"
        for n in range(1, count)
    ]


def test_one_unquoted_delimiter_in_the_address_is_put_back_and_told():
    header = "no,nama usaha,alamat,desa,hp,tk"
    broken = "30,UD Contoh A,Jl. Mawar No 3, RT 2 RW 1,Bojong,081200000030,4"

    grid = read("\n".join([header, *addresses(), broken]).encode(), "a.csv").sheets[0]

    assert grid.rows[30] == ["30", "UD Contoh A", "Jl. Mawar No 3, RT 2 RW 1", "Bojong", "081200000030", "4"]
    assert grid.repaired == {30: "Tanda koma di dalam teks kolom 3 tidak dikutip; teksnya disatukan kembali."}
    assert grid.broken == {}


def test_a_line_that_fits_no_reading_is_kept_apart_and_the_others_are_read():
    header = "no,nama usaha,alamat,desa,hp,tk"
    broken = "30,x,y,z,0,1,2,3,UD,Bojong,1,2,3,4"

    grid = read("\n".join([header, *addresses(), broken]).encode(), "a.csv").sheets[0]

    assert len(grid.rows) == 31
    assert grid.broken == {30: "Terbaca 14 kolom, seharusnya 6; batas kolomnya tidak dapat dipastikan."}
    assert grid.rows[30] == ["30", "x", "y", "z", "0", "1,2,3,UD,Bojong,1,2,3,4"]


def test_a_quote_that_is_never_closed_does_not_swallow_the_following_rows():
    lines = ["no;nama;desa", *(f"{n};UD Contoh;Bojong" for n in range(1, 20))]
    lines[5] = '5;"UD Contoh;Bojong'
    lines[9] = '9;"UD Contoh;Bojong'

    rows = read("\n".join(lines).encode(), "a.csv").sheets[0].rows

    assert len(rows) == 20
    assert rows[5:7] == [["5", "UD Contoh", "Bojong"], ["6", "UD Contoh", "Bojong"]]


def test_a_line_of_another_delimiter_is_read_by_it_and_told():
    lines = ["no;nama;desa", *(f"{n};UD Contoh;Bojong" for n in range(1, 20))]
    lines[7] = "7,UD Contoh,Bojong"

    grid = read("\n".join(lines).encode(), "a.csv").sheets[0]

    assert (grid.rows[7], list(grid.repaired)) == (["7", "UD Contoh", "Bojong"], [7])


def test_titles_above_and_short_rows_below_are_filled_up():
    text = "DAFTAR IKM\n\nno,nama,desa\n1,UD Contoh,Bojong\n2,CV Umpama\n"

    assert read(text.encode(), "a.csv").sheets[0].rows == [
        ["DAFTAR IKM", None, None],
        [None, None, None],
        ["no", "nama", "desa"],
        ["1", "UD Contoh", "Bojong"],
        ["2", "CV Umpama", None],
    ]


def test_quoted_line_breaks_hold_even_in_a_file_with_a_broken_line():
    lines = ["no;nama;alamat;desa", *(f"{n};UD Contoh;Jl. Mawar;Bojong" for n in range(1, 20))]
    lines[4] = '4;UD Contoh;"Jl. Mawar\nRT 2";Bojong'
    lines[8] = '8;"UD"; Contoh";Jl. Mawar'
    lines[12] = '12;CV "Umpama;Jl. Melati;Bojong'
    lines[15] = '15;"CV "Umpama;Jl. Melati";Bojong'

    grid = read("\n".join(lines).encode(), "a.csv").sheets[0]

    assert grid.rows[4] == ["4", "UD Contoh", "Jl. Mawar\nRT 2", "Bojong"]
    assert grid.rows[12] == ["12", 'CV "Umpama', "Jl. Melati", "Bojong"]
    assert grid.rows[15] == ["15", '"CV "Umpama', "Jl. Melati", "Bojong"]
    assert (len(grid.rows), grid.broken) == (20, {})


def test_a_cell_that_is_missing_at_the_end_is_told_from_one_missing_in_the_middle():
    header = "no,nama usaha,alamat,desa,hp,tk"
    at_end = "30,UD Contoh A,Jl. Mawar No 3 RT 2 RW 1,Bojong,081200000030"
    inside = "31,UD Contoh B,Bojong,081200000030,3"

    grid = read("\n".join([header, *addresses(), at_end, inside]).encode(), "a.csv").sheets[0]

    assert grid.rows[30][4:] == ["081200000030", None]
    assert grid.broken == {31: "Terbaca 5 kolom, seharusnya 6; batas kolomnya tidak dapat dipastikan."}


def test_a_surplus_of_blanks_at_the_end_is_dropped_unless_the_cells_are_shifted():
    header = "no,nama usaha,alamat,desa,hp,tk"
    blank = "30,UD Contoh A,Jl. Mawar No 3 RT 2 RW 1,Bojong,081200000030,3,"
    shifted = "31,UD Contoh B,Jl. Mawar No 3, RT 2 RW 1,Bojong,081200000030,"

    grid = read("\n".join([header, *addresses(), blank, shifted]).encode(), "a.csv").sheets[0]

    assert grid.rows[30][3:] == ["Bojong", "081200000030", "3"]
    assert grid.rows[31][2:] == ["Jl. Mawar No 3, RT 2 RW 1", "Bojong", "081200000030", None]
    assert list(grid.repaired) == [31]


def test_a_header_wider_than_its_rows_keeps_its_names():
    rows = [f"UD Contoh {n};Bojong;{n}" for n in range(12)]

    grid = read("\n".join(["DAFTAR;;;;;", "nama;desa;tk;keterangan", *rows, "x"]).encode(), "a.csv").sheets[0]

    assert grid.rows[:3] == [
        ["DAFTAR", None, None, None],
        ["nama", "desa", "tk", "keterangan"],
        ["UD Contoh 0", "Bojong", "0", None],
    ]


def pieces(*broken):
    """A list in which a line break inside an address was written in one of several broken ways."""
    rows = [f"{n};UD Contoh {n};Jl. Mawar {n} RT {n % 9};Bojong;{n}" for n in range(1, 30)]
    return "\n".join(["no;nama usaha;alamat;desa;tk", *rows, *broken])


@pytest.mark.parametrize(
    "broken",
    [
        '30;UD Contoh;"Jl. Mawar 30\nRT 2;Bojong;5',
        '30;UD Contoh;Jl. Mawar 30\nRT 2";Bojong;5',
        '30;UD Contoh;"Jl. Mawar 30 "\n"RT 2";Bojong;5',
        '30,UD Contoh,"Jl. Mawar 30\nRT 2,Bojong,5',
        "30;UD Contoh;Jl. Mawar 30\nRT 2;Bojong;5",
    ],
)
def test_a_row_cut_by_a_line_break_is_put_together_when_it_then_fits(broken):
    grid = read(pieces(broken).encode(), "a.csv").sheets[0]

    assert grid.rows[30:] == [["30", "UD Contoh", "Jl. Mawar 30\nRT 2", "Bojong", "5"]]
    assert grid.repaired == {30: "Baris ini terpotong di tengah sel; disambung kembali."}


def test_pieces_that_do_not_make_a_row_that_fits_are_refused_with_the_line():
    with pytest.raises(Unreadable) as refused:
        read(pieces('30;UD Contoh;"Jl. Mawar 30\nRT 2;Bojong;lima').encode(), "a.csv")

    assert refused.value.row == 31
    assert "Baris 31: Terbaca 3 kolom, seharusnya 5" in refused.value.sentence


def test_a_line_of_another_delimiter_may_hold_that_delimiter_in_its_text():
    grid = read(pieces("30,UD Contoh 3,Jl. Mawar 3, RT 2,Bojong,5").encode(), "a.csv").sheets[0]

    assert grid.rows[30] == ["30", "UD Contoh 3", "Jl. Mawar 3, RT 2", "Bojong", "5"]
    assert list(grid.repaired) == [30]


def test_two_short_rows_that_may_be_rows_stay_two():
    grid = read(pieces("30;UD Contoh;Jl. Mawar 30", "31;UD Contoh;Jl. Mawar 31").encode(), "a.csv").sheets[0]

    assert [row[0] for row in grid.rows[30:]] == ["30", "31"]
    assert (grid.repaired, grid.broken) == ({}, {})


def test_a_line_with_two_delimiters_is_read_when_together_they_make_one_row():
    grid = read(pieces("30;UD Contoh,Jl. Mawar 30,Bojong;5").encode(), "a.csv").sheets[0]

    assert grid.rows[30] == ["30", "UD Contoh", "Jl. Mawar 30", "Bojong", "5"]
    assert list(grid.repaired) == [30]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('"UD "Maju" Jaya"', 'UD "Maju" Jaya'),
        ('UD "Maju" Jaya', 'UD "Maju" Jaya'),
        ('"Pipa 12" Jaya"', 'Pipa 12" Jaya'),  # inches inside a quoted cell
        ('"""UD Maju"""', '"UD Maju"'),
        ('"UD Maju', "UD Maju"),
        ('UD Maju"', "UD Maju"),
        ('Pipa 12"', 'Pipa 12"'),
    ],
)
def test_quotes_that_are_not_paired_go_and_the_others_stay(cell, text):
    grid = read(pieces(f"30;{cell};Jl. Mawar;Bojong;5", '31;"x"y;z;Bojong;6').encode(), "a.csv").sheets[0]

    assert grid.rows[30][1] == text
