"""From a source to an article: its zones and sentences, and what it says of itself."""

from riwaya.reading.articles.article import read_article
from riwaya.reading.articles.zones import Furniture, load_furniture

__all__ = ["Furniture", "load_furniture", "read_article"]
