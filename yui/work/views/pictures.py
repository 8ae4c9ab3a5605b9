"""The picture of one field, for those who may see it now."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from yui.data.queries import content
from yui.people import http
from yui.people.actions import saw
from yui.work.labels import PICTURE_REFUSAL_LABELS
from yui.work.models import Task
from yui.work.queries.checking import why_not_see_picture


@require_safe
@http.signed_in
def picture(request: http.PersonRequest, task_id: int) -> HttpResponse:
    """Serve the picture of a task; each serve is written down and no cache may keep it."""
    tasks = Task.objects.select_related("picture", "job__order")
    task = get_object_or_404(tasks, pk=task_id)
    if reason := why_not_see_picture(request.user, task):
        words = str(PICTURE_REFUSAL_LABELS[reason])
        return HttpResponse(words, status=403, content_type="text/plain; charset=utf-8")
    served = HttpResponse(content(task.picture), content_type=task.picture.media_type)
    saw(
        by=request.user,
        at=timezone.now(),
        subject=f"task:{task.pk}",
        what=task.privacy,
        why="picture",
    )
    served["Cache-Control"] = "private, no-store"
    return served
