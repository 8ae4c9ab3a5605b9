"""Planning a job: the form, who may work, where, and what each kind of field pays."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from yui.digitise import actions, forms, queries
from yui.digitise.models import Form
from yui.engines.values import Kind
from yui.people import http
from yui.people.models import Organisation
from yui.people.queries import organisations
from yui.people.rules import Act
from yui.words import say
from yui.work.models import Order
from yui.work.queries.prices import price_hints
from yui.work.rules import OrderState


@require_http_methods(["GET", "HEAD", "POST"])
@http.may(Act.DIRECT)
def plan_job(request: http.PersonRequest, pk: int) -> HttpResponse:
    """First choose the form, then decide everything else about the job."""
    order = _own_order(request, pk)
    if order.state != OrderState.RUNNING.value:
        messages.warning(
            request,
            say(
                "作業中の注文だけに準備できます。", "Only an order being worked on takes new jobs."
            ),
        )
        return redirect("order", pk=pk)
    usable = queries.forms_visible_to(request.user).filter(owner=order.hub_id).order_by("-pk")
    chosen = _chosen(request, list(usable))
    if chosen is None:
        context = {"order": order, "forms": usable}
        return render(request, "digitise/plan_choose.html", context)
    form = forms.PlanForm(request.POST or None, form=chosen, initial=_initial(order, chosen))
    if form.is_valid():
        return _plan(request, order, chosen, form)
    return render(request, "digitise/plan.html", _context(order, chosen, form))


def _own_order(request: http.PersonRequest, pk: int) -> Order:
    hubs: tuple[Organisation, ...] = organisations(request.user, Act.DIRECT)
    orders = Order.objects.filter(hub__in=hubs).select_related("client", "hub")
    return get_object_or_404(orders, pk=pk)


def _chosen(request: http.PersonRequest, usable: list[Form]) -> Form | None:
    """Return the form that was chosen; where there is only one, it is chosen already."""
    wanted = request.GET.get("form", "")
    if not wanted:
        return usable[0] if len(usable) == 1 else None
    found = next((form for form in usable if str(form.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


def _initial(order: Order, form: Form) -> dict[str, Any]:
    return {"title": form.title[:110] + say("の入力", " (keying)"), "due_on": order.due_on}


def _plan(
    request: http.PersonRequest, order: Order, chosen: Form, form: forms.PlanForm
) -> HttpResponse:
    job = actions.plan_form_job(
        order=order,
        form=chosen,
        plan=form.plan(actions.columns_of(chosen)),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(
        request,
        say(
            "仕事を準備しました。次は用紙のスキャンを入れます。",
            "The job is planned. Put the scans in next.",
        ),
    )
    return redirect("job_desk", pk=job.pk)


def _context(order: Order, chosen: Form, form: forms.PlanForm) -> dict[str, Any]:
    prices = {kind: _typed_sen(form, kind) for kind in form.kinds}
    counts = Counter(field.kind for field in chosen.template.fields)
    hints = price_hints(prices, today=timezone.localdate())
    rows = [(form[forms.price_name(h.kind)], counts[h.kind], h) for h in hints]
    return {"order": order, "chosen": chosen, "form": form, "rows": rows, "hints": hints}


def _typed_sen(form: forms.PlanForm, kind: Kind) -> int | None:
    return _sen(kind, form[forms.price_name(kind)].value())


def _sen(kind: Kind, typed: object) -> int | None:
    """Return a typed price in sen, or None while it is no price."""
    try:
        yen: Decimal = forms.price_field(kind).clean(typed)
    except ValidationError:
        return None
    return forms.sen_of(yen)


@require_safe
@http.may(Act.DIRECT)
def price_hint(request: http.PersonRequest, kind: str) -> HttpResponse:
    """Say what a price comes to in an hour while it is being typed."""
    if kind not in set(Kind):
        raise Http404
    asked = Kind(kind)
    sen = _sen(asked, request.GET.get(forms.price_name(asked), ""))
    (hint,) = price_hints({asked: sen}, today=timezone.localdate())
    return render(request, "digitise/_price_hint.html", {"hint": hint})
