"""What a phone reads on a paper: the page drawn as a printer would, and its QR codes decoded."""

import pypdfium2
import zxingcpp

PRINTED_DPI = 300
POINTS_PER_INCH = 72


def scanned(pdf: bytes) -> list[str]:
    """The texts of all codes, page by page."""
    paper = pypdfium2.PdfDocument(pdf)
    printed = (page.render(scale=PRINTED_DPI / POINTS_PER_INCH).to_numpy() for page in paper)
    return [code.text for picture in printed for code in zxingcpp.read_barcodes(picture)]
