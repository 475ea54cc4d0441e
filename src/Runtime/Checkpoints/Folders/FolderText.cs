using System.Text;
using FlowActors.Files;

namespace FlowActors.Runtime.Checkpoints.Folders;

/// <summary>Short texts in files of a data folder. Written by who has the lock of the folder only.</summary>
internal static class FolderText
{
    private const int BytesMax = 64;

    // Under another name first: a file that is there holds a whole text, whenever the process ends. The lock makes the name ours.
    public static void Write(IFileSystem files, string folder, string path, string text)
    {
        var temporary = path + ".tmp";
        files.Delete(temporary);
        using (var file = files.Create(temporary))
        {
            file.Write(Encoding.ASCII.GetBytes($"{text}\n"));
            file.Flush();
        }

        files.Rename(temporary, path);
        files.FlushFolder(folder);
    }

    public static string Read(IFileSystem files, string path)
    {
        using var file = files.Open(path);
        Span<byte> bytes = stackalloc byte[BytesMax];
        return Encoding.ASCII.GetString(bytes[..file.Read(0, bytes)]);
    }
}
