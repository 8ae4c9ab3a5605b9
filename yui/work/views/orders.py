"""The pages of orders: the client's wish, the hub's answer, and what came of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yui.data.labels import at_most, n_in
from yui.people import http
from yui.people.queries import refusal
from yui.people.rules import Act
from yui.words import say
from yui.work import forms
from yui.work.actions import orders as actions
from yui.work.labels import DELIVER_REFUSAL_LABELS
from yui.work.queries import desk
from yui.work.queries import orders as queries
from yui.work.rules import OrderState


@require_safe
@http.may(Act.SEE_ORDERS)
def orders(request: http.PersonRequest) -> HttpResponse:
    """Show the orders of the person's own organisations."""
    form = forms.FindOrders(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    found = queries.order_list(request.user, state)
    page = Paginator(found, queries.ORDERS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(list(page.object_list)),
        "query": f"&state={state}" if state else "",
        "may_order": refusal(request.user, Act.ORDER) is None,
        "today": timezone.localdate(),
    }
    return render(request, "work/orders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@http.may(Act.ORDER)
def order_new(request: http.PersonRequest) -> HttpResponse:
    """Let a client place an order with a hub."""
    form = forms.AskForm(request.POST or None, person=request.user)
    if not form.is_valid():
        return render(request, "work/order_new.html", {"form": form})
    wished = dict(form.cleaned_data)
    client, hub = wished.pop("client"), wished.pop("hub")
    made = actions.ask(
        client=client, hub=hub, wish=actions.Wish(**wished), by=request.user, at=timezone.now()
    )
    messages.success(
        request,
        say(
            f"「{hub}」に頼みました。返事を待ちます。", f"“{hub}” was asked. Its answer comes next."
        ),
    )
    return redirect("order", pk=made.pk)


@require_safe
@http.may(Act.SEE_ORDERS)
def order(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Show one order with its jobs, its deliveries and the one next step."""
    visible = desk.orders_visible_to(request.user).select_related("client", "hub", "asked_by")
    found = get_object_or_404(visible, pk=pk)
    page = queries.order_page(request.user, found)
    context = {
        "view": page,
        "order": found,
        "promise": n_in(found.promised_error),
        "reason": DELIVER_REFUSAL_LABELS.get(page.why_not_deliver or ""),
        "deliveries": [
            (delivery, at_most(float(delivery.version.quality.get("wrong_at_most", 1))))
            for delivery in page.deliveries
        ],
    }
    return render(request, "work/order.html", context)


DONE_WORDS = {
    OrderState.RUNNING: ("引き受けました。", "The order was taken on."),
    OrderState.DECLINED: ("お断りしました。", "The order was declined."),
    OrderState.CLOSED: (
        "受け取りを確認しました。ありがとうございました。",
        "Receipt is confirmed.",
    ),
}


@require_POST
@http.may(Act.SEE_ORDERS)
def order_move(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Bring an order into its next state."""
    found = get_object_or_404(desk.orders_visible_to(request.user), pk=pk)
    try:
        to = OrderState(request.POST.get("to", ""))
    except ValueError as unknown:
        raise Http404 from unknown
    if to not in DONE_WORDS or _is_there(found.state, to):
        return _too_late(request, pk)
    if reason := queries.why_not_move(request.user, found, to):
        return http.refused(request, reason)
    try:
        actions.move_order(order=found, to=to, by=request.user, at=timezone.now())
    except actions.WrongStep:
        return _too_late(request, pk)
    messages.success(request, say(*DONE_WORDS[to]))
    return redirect("order", pk=pk)


def _is_there(state: str, to: OrderState) -> bool:
    """Return whether no step leads from this state to `to`, as when two people press at once."""
    return (OrderState(state), to) not in queries.MOVERS


def _too_late(request: http.PersonRequest, pk: int) -> HttpResponse:
    messages.warning(
        request,
        say(
            "状態がもう変わっています。今の状態を見てください。",
            "The order has moved on already. This is how it stands now.",
        ),
    )
    return redirect("order", pk=pk)
