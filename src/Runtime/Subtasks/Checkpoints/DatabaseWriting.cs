namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>The database of a subtask's part of a checkpoint on its way to the storage. Used on the subtask's thread.</summary>
/// <param name="upload">Brings it there.</param>
/// <param name="runBlocking">Runs something on a thread that may block.</param>
/// <param name="post">Posts something to the subtask's thread; safe from any thread.</param>
/// <param name="ended">Told once: its files, or why there are none.</param>
internal sealed class DatabaseWriting(DatabaseUpload upload, Action<Action> runBlocking, Action<Action> post, Action<UploadedDatabase?, Exception?> ended)
{
    private Action? _onceLinked;

    /// <summary>Whether the frozen state is still needed, and must not be disposed.</summary>
    public bool IsLinking { get; private set; }

    /// <summary>Begins.</summary>
    public void Begin()
    {
        IsLinking = true;
        runBlocking(() =>
        {
            UploadedDatabase? uploaded = null;
            Exception? failure = null;
            try
            {
                uploaded = upload.Run(() => post(Linked));
            }
            catch (Exception e)
            {
                failure = e;
            }

            post(() => ended(uploaded, failure));
        });
    }

    /// <summary>The files are not wanted any more.</summary>
    public void Cancel() => upload.Cancel();

    /// <summary>Does something when the frozen state is not needed any more.</summary>
    public void OnceLinked(Action action)
    {
        if (IsLinking) _onceLinked += action;
        else action();
    }

    private void Linked()
    {
        IsLinking = false;
        _onceLinked?.Invoke();
    }
}
