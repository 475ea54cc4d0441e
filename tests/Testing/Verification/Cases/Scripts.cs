using FlowActors.Testing;

namespace FlowActors.Tests.Verification.Cases;

/// <summary>Scripts that several cases share.</summary>
internal static class Scripts
{
    public static void Numbers(HarnessScript<long> script)
    {
        for (var i = 0L; i < 12; i++) script.Process(i * 7 % 25, timestamp: i % 3 == 0 ? null : 100 * i);
        script.ProcessWatermark(500);
        script.Process(14, timestamp: 600);
        script.AdvanceProcessingTime(TimeSpan.FromSeconds(1));
        script.Idle();
        script.Process(27, timestamp: 700);
        script.Active();
        script.ProcessWatermark(1_000);
        script.Process(4);
        script.EndInput();
    }

    public static void Optional(HarnessScript<long?> script)
    {
        for (var i = 0L; i < 12; i++) script.Process(i % 3 == 0 ? null : i, timestamp: i % 2 == 0 ? null : i);
        script.ProcessWatermark(500);
        script.EndInput();
    }

    public static void NumbersAndTexts(HarnessScript script)
    {
        string[] texts = ["to", "be", "or", "not", "a"];
        for (var i = 0; i < 10; i++)
        {
            script.Process(0, i * 3L, timestamp: i % 2 == 0 ? null : 10 * i);
            script.Process(1, texts[i % 5], timestamp: 10 * i);
        }

        script.ProcessWatermark(50, input: 0);
        script.Process(0, 7L, timestamp: 60);
        script.ProcessWatermark(40, input: 1);
        script.Process(1, "to", timestamp: 45);
        script.EndInput(0);
        script.Process(1, "be", timestamp: 46);
        script.EndInput(1);
    }

    public static void Texts(HarnessScript<string> script)
    {
        foreach (var text in "to be or not to be that is the question to be".Split(' ')) script.Process(text);
        script.ProcessWatermark(10);
        script.Process("be", timestamp: 11);
        script.EndInput();
    }

    public static void Timed(HarnessScript<long> script)
    {
        for (var i = 0L; i < 10; i++)
        {
            script.Process(i * 7 % 25, timestamp: 100 * i);
            if (i % 3 == 2) script.ProcessWatermark(100 * i);
            if (i % 4 == 3) script.AdvanceProcessingTime(TimeSpan.FromMilliseconds(150));
        }

        script.AdvanceProcessingTime(TimeSpan.FromMilliseconds(90));
        script.ProcessWatermark(950);
        script.Process(3, timestamp: 600);
        script.EndInput();
    }

    public static void Totals(HarnessScript<Total> script)
    {
        for (var i = 0; i < 10; i++) script.Process(new Total { Key = i % 3, Sum = i });
        script.EndInput();
    }

    /// <summary>A record that can change.</summary>
    public sealed class Total
    {
        public int Key { get; set; }

        public long Sum { get; set; }
    }
}
