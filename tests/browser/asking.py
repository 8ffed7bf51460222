"""Which hosts a browser asks while pages are walked."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

from tests.servers.site import Site


def addresses_asked(context: BrowserContext) -> list[str]:
    """Collect every address that the pages of a context ask for from now on."""
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    return asked


def elsewhere(asked: list[str], site: Site) -> list[str]:
    """Return what was asked of another host than the site's; an address of data has none."""
    own = urlsplit(site.url).netloc
    return [address for address in asked if urlsplit(address).netloc not in {"", own}]
