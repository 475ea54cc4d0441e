using FlowActors.State.Folders;

namespace FlowActors.Runtime.Hosting;

/// <summary>Looks at the folders for state on disk as a node starts: else jobs would find out, which fail as soon as they have slots here, and on no other node.</summary>
internal static class LocalFoldersCheck
{
    /// <summary>Leaves nothing there. Blocks.</summary>
    /// <param name="roots">The folders that are named; none are not looked at, as few jobs need the one that stands in for them.</param>
    /// <exception cref="JobValidationException">One cannot be used; which, why, and what to do.</exception>
    public static void Run(IReadOnlyList<string> roots)
    {
        if (roots.Count == 0) return;
        try
        {
            // What is unusual and works is told when state is opened.
            LocalFolders.Open(roots, _ => { }).Dispose();
        }
        catch (LocalFoldersException e)
        {
            throw new JobValidationException(e.Message, e);
        }
    }
}
