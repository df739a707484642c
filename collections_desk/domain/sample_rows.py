"""The rows of the sample: files to tables, ids counted from 1, dates moved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from collections_desk.domain.contact_values import read_phone
from collections_desk.domain.money import from_decimal
from collections_desk.domain.names import name_key
from collections_desk.domain.promise_chains import same_money
from collections_desk.domain.sample_plans import COLUMNS as PLAN_COLUMNS
from collections_desk.domain.sample_plans import plan_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.resource_files import Item

#: One row of a table of the store: column to value.
Row = dict[str, Any]

#: The files and the columns that each must have.
COLUMNS = {
    "customers": "reference,name,kind,category,person,role,second_person,second_role,phone,mobile,"
    "email,line1,line2,city,region,postal_code,country,currency,time_zone,office_hours,"
    "terms_days,credit_limit,account_note,end_state",
    "invoices": "customer,kind,number,issued_on,due_on,currency,amount,open,status,reference,note",
    "entries": "customer,invoice,kind,dated_on,currency,amount,reference,note",
    "activities": "customer,kind,direction,action,at,seconds,number,reached_name,reached_role,"
    "identity_checked,outcome,reason,dispute_code,note,invoices,promise,next_action,next_on",
    "promises": "key,customer,currency,amount,taken_on,due_on,by_whom,method,words,invoices",
    "disputes": "customer,invoice,code,currency,amount,received_on,owner,words,evidence,state,"
    "decided_on,upheld,finding",
    "holds": "customer,scope,scope_ref,flag,reason,begins_on,review_on,lifted_on,lifted_reason",
    "categories": "customer,category,proposed,facts,reason,decided_on",
    "steps": "customer,plan,step,anchor_on,done_on,how",
    "plans": PLAN_COLUMNS,
}
#: Zones are worked out from ZIP codes in this country; elsewhere the sample states them.
HOME_COUNTRY = "US"


@dataclass
class SampleReader:
    """Turns the files into rows; ids are counted from 1, for the store is empty."""

    head: Item
    shift: timedelta
    ends_on: date
    files: Mapping[str, list[Item]]
    customers: dict[str, int] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    phones: dict[tuple[int, str], int] = field(default_factory=dict)
    invoices: dict[str, int] = field(default_factory=dict)
    promises: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.head.text("time_zone"))
        self.clerk = self.head.text("clerk")

    def tables(self) -> dict[str, list[Row]]:
        """Return all rows, targets of references first."""
        tables: dict[str, list[Row]] = {}
        self._customers(tables)
        self._invoices(tables)
        self._promises(tables)
        tables |= plan_tables(self, self.files["plans"])
        self._activities(tables)
        self._rest(tables)
        return tables

    def customer_of(self, item: Item) -> int:
        """Return the number of the customer that a line names."""
        return self._customer(item)

    def invoice_of(self, item: Item) -> int:
        """Return the number of the invoice that a line names."""
        return _found(self.invoices, item, "invoice")

    def noon(self, day: date) -> datetime:
        """Return the middle of a day at the creditor's."""
        return self._noon(day)

    def _day(self, item: Item, key: str) -> date | None:
        return item.day(key) + self.shift if item.has(key) else None

    def _due(self, item: Item, key: str) -> date:
        return item.day(key) + self.shift

    def _moment(self, item: Item, key: str) -> datetime:
        try:
            told = datetime.strptime(item.text(key), "%Y-%m-%d %H:%M")  # noqa: DTZ007 - zone below
        except ValueError:
            item.refuse(f'"{key}" must be a time like 2026-11-19 14:05', key)
        return (told + self.shift).replace(tzinfo=self.zone)

    def _minor(self, item: Item, key: str) -> int:
        return from_decimal(item.decimal(key), item.text("currency")).minor

    def _customer(self, item: Item) -> int:
        return _found(self.customers, item, "customer")

    def _noon(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 12, tzinfo=self.zone)

    def _customers(self, tables: dict[str, list[Row]]) -> None:
        names = ("customer", "contact_person", "contact_point", "address")
        rows, people, points, addresses = (tables.setdefault(name, []) for name in names)
        first_day = self._noon(self.ends_on - timedelta(days=731))
        for number, item in enumerate(self.files["customers"], start=1):
            self.customers[item.text("reference")] = number
            self.zones[item.text("reference")] = item.text("time_zone")
            abroad = item.text("country") != HOME_COUNTRY
            limit = item.has("credit_limit") and item.text("credit_limit") != "0"
            rows.append(
                {
                    "id": number,
                    "reference": item.text("reference"),
                    "name": item.text("name"),
                    "name_key": name_key(item.text("name")),
                    "kind": item.text("kind"),
                    "category": item.text("category"),
                    "currency": item.text("currency"),
                    "time_zone": item.text("time_zone") if abroad else None,
                    "zone_source": "stated" if abroad else None,
                    "office_hours": item.values["office_hours"] or None,
                    "terms_days": item.integer("terms_days"),
                    "credit_limit_minor": self._minor(item, "credit_limit") if limit else None,
                    "account_note": item.values["account_note"] or None,
                    "sample": True,
                    "end_state": item.values["end_state"] or None,
                    "created_at": first_day,
                }
            )
            people += _people(number, item)
            for point in _points(number, item):
                points.append({"id": len(points) + 1, **point})
                self.phones[number, point["value"]] = len(points)
            parts = ("line1", "line2", "city", "region", "postal_code", "country")
            addresses.append(
                {"customer_id": number, **{part: item.values[part] for part in parts}}
            )

    def _invoices(self, tables: dict[str, list[Row]]) -> None:
        rows, entries = tables.setdefault("invoice", []), tables.setdefault("ledger_entry", [])
        for number, item in enumerate(self.files["invoices"], start=1):
            self.invoices[item.text("number")] = number
            rows.append(
                {
                    "id": number,
                    "customer_id": self._customer(item),
                    "kind": item.text("kind"),
                    "number": item.text("number"),
                    "issued_on": self._day(item, "issued_on"),
                    "due_on": self._day(item, "due_on"),
                    "currency": item.text("currency"),
                    "amount_minor": self._minor(item, "amount"),
                    "open_minor": self._minor(item, "open"),
                    "reference": item.values["reference"],
                    "note": item.values["note"],
                    "status": item.text("status"),
                    "as_of": self.ends_on,
                }
            )
        for item in self.files["entries"]:
            dated_on = self._due(item, "dated_on")
            entries.append(
                {
                    "customer_id": self._customer(item),
                    "invoice_id": _found(self.invoices, item, "invoice"),
                    "kind": item.text("kind"),
                    "dated_on": dated_on,
                    "currency": item.text("currency"),
                    "amount_minor": self._minor(item, "amount"),
                    "reference": item.values["reference"],
                    "note": item.values["note"],
                    "source": "import",
                    "created_at": self._noon(dated_on),
                }
            )

    def _promises(self, tables: dict[str, list[Row]]) -> None:
        rows = tables.setdefault("promise", [])
        links = tables.setdefault("promise_invoice", [])
        for number, item in enumerate(self.files["promises"], start=1):
            self.promises[item.text("key")] = number
            taken_on = self._due(item, "taken_on")
            rows.append(
                {
                    "id": number,
                    "customer_id": self._customer(item),
                    "currency": item.text("currency"),
                    "amount_minor": self._minor(item, "amount"),
                    "taken_on": taken_on,
                    "due_on": self._due(item, "due_on"),
                    "by_whom": item.values["by_whom"],
                    "method": item.values["method"],
                    "words": item.values["words"],
                    "ended": None,
                    "ended_on": None,
                    "superseded_by_id": None,
                    "created_at": self._noon(taken_on),
                }
            )
            links += [{"promise_id": number, "invoice_id": one} for one in self._about(item)]
        self._supersede(rows, links)

    def _supersede(self, rows: list[Row], links: list[Row]) -> None:
        """Let a promise that is given again while it is open end by the later one."""
        about: dict[int, list[int]] = defaultdict(list)
        for link in links:
            about[link["promise_id"]].append(link["invoice_id"])
        rows.sort(key=lambda row: (row["taken_on"], row["id"]), reverse=True)  # targets first
        for at, row in enumerate(rows):
            if row["due_on"] < self.ends_on:
                continue
            for later in reversed(rows[:at]):
                if (
                    (later["customer_id"], later["currency"])
                    == (row["customer_id"], row["currency"])
                    and later["taken_on"] <= row["due_on"]
                    and same_money(about[later["id"]], about[row["id"]])
                ):
                    row["ended"], row["ended_on"] = "superseded", later["taken_on"]
                    row["superseded_by_id"] = later["id"]
                    break

    def _activities(self, tables: dict[str, list[Row]]) -> None:
        rows = tables.setdefault("activity", [])
        links = tables.setdefault("activity_invoice", [])
        for number, item in enumerate(self.files["activities"], start=1):
            customer, at = self._customer(item), self._moment(item, "at")
            called = item.text("kind") == "call"
            zone = self.zones[item.text("customer")] if called else None
            there = at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if zone else None
            phone = item.values["number"] or None
            texts = ("action", "reached_name", "reached_role", "outcome", "reason", "dispute_code")
            rows.append(
                {
                    "id": number,
                    "uuid": str(uuid5(NAMESPACE_URL, f"collections-desk:sample:{number}")),
                    "customer_id": customer,
                    "kind": item.text("kind"),
                    "direction": item.text("direction"),
                    "happened_at": at,
                    "seconds": item.integer("seconds") if item.has("seconds") else None,
                    "zone": zone,
                    "local_time": there,
                    "number": phone,
                    "contact_point_id": self.phones.get((customer, phone)) if phone else None,
                    **{text: item.values[text] or None for text in texts},
                    "identity_checked": item.flag("identity_checked", default=False) or None,
                    "note": item.values["note"],
                    "next_action": item.values["next_action"] or None,
                    "next_on": self._day(item, "next_on"),
                    "promise_id": _found(self.promises, item, "promise")
                    if item.has("promise")
                    else None,
                    "clerk": self.clerk,
                    "created_at": at,
                }
            )
            links += [{"activity_id": number, "invoice_id": one} for one in self._about(item)]

    def _about(self, item: Item) -> list[int]:
        numbers = item.values["invoices"].split()
        if missing := [number for number in numbers if number not in self.invoices]:
            item.refuse(f"the invoice {missing[0]} is not in invoices.csv")
        return [self.invoices[number] for number in numbers]

    def _rest(self, tables: dict[str, list[Row]]) -> None:
        plan_as_of = self.head.day("plan_as_of")
        tables["dispute"] = [self._dispute(item) for item in self.files["disputes"]]
        tables["hold"] = [self._hold(item) for item in self.files["holds"]]
        tables["category_change"] = [
            {
                "customer_id": self._customer(item),
                "category": item.text("category"),
                "proposed": item.text("proposed"),
                "facts": item.text("facts").split("; "),
                "reason": item.text("reason"),
                "clerk": self.clerk,
                "decided_at": self._noon(self._due(item, "decided_on")),
            }
            for item in self.files["categories"]
        ]
        tables["contact_step"] = [
            {
                "customer_id": self._customer(item),
                "plan": item.text("plan"),
                "plan_as_of": plan_as_of,
                "step": item.text("step"),
                "anchor_on": self._due(item, "anchor_on"),
                "done_on": self._due(item, "done_on"),
                "how": item.text("how"),
            }
            for item in self.files["steps"]
        ]

    def _dispute(self, item: Item) -> Row:
        received_on = self._due(item, "received_on")
        return {
            "customer_id": self._customer(item),
            "invoice_id": _found(self.invoices, item, "invoice"),
            "code": item.text("code"),
            "currency": item.text("currency"),
            "amount_minor": self._minor(item, "amount"),
            "received_on": received_on,
            "owner": item.values["owner"],
            "words": item.values["words"],
            "evidence": [[paper, place == 0] for place, paper in enumerate(_papers(item))],
            "state": item.text("state"),
            "decided_on": self._day(item, "decided_on"),
            "upheld_minor": self._minor(item, "upheld") if item.has("upheld") else None,
            "finding": item.values["finding"],
            "acknowledged_on": None
            if item.text("state") == "received"
            else min(received_on + timedelta(days=2), self.ends_on),
            "created_at": self._noon(received_on),
        }

    def _hold(self, item: Item) -> Row:
        begins_on = self._due(item, "begins_on")
        return {
            "customer_id": self._customer(item),
            "scope": item.text("scope"),
            "scope_ref": item.values["scope_ref"],
            "flag": item.values["flag"],
            "reason": item.text("reason"),
            "facts": {},
            "begins_on": begins_on,
            "review_on": self._day(item, "review_on"),
            "lifted_on": self._day(item, "lifted_on"),
            "lifted_reason": item.values["lifted_reason"],
            "created_at": self._noon(begins_on),
        }


def _papers(item: Item) -> list[str]:
    return item.text("evidence").split("; ")


def _found(ids: Mapping[str, int], item: Item, key: str) -> int:
    """Return the id behind a name of another file, or refuse the line that names it."""
    name = item.text(key)
    if name not in ids:
        item.refuse(f'the {key} "{name}" is not in the sample', key)
    return ids[name]


def _people(customer_id: int, item: Item) -> list[Row]:
    people = [
        {"name": item.text("person"), "role": item.values["role"] or None, "is_primary": True}
    ]
    if item.has("second_person"):
        officer = {"name": item.text("second_person"), "role": item.text("second_role")}
        people.append({**officer, "is_primary": False})
    officers = {"owner", "president", "chief financial officer", "managing partner"}
    return [
        {"customer_id": customer_id, "is_officer": person["role"] in officers, **person}
        for person in people
    ]


def _points(customer_id: int, item: Item) -> list[Row]:
    points = []
    for kind in ("phone", "mobile", "email"):
        if item.has(kind):
            value = item.text(kind)
            if kind == "email":
                normal: str | None = value.lower()
            else:
                normal = read_phone(value, item.text("country")).normalized
            points.append(
                {
                    "customer_id": customer_id,
                    "kind": kind,
                    "value": value,
                    "normalized": normal,
                    "is_primary": kind != "mobile",
                }
            )
    return points
