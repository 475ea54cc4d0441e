namespace FlowActors.StateBackend.Tests.Folders;

/// <summary>A folder for one test, in which its roots are.</summary>
public sealed class TemporaryRoots : IDisposable
{
    private readonly string _folder = TestFolder.Create();

    public string this[string name] => Path.Join(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
