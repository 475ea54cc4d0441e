using FlowActors.State.RocksDb.Interop;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

public sealed class LateWriteTests
{
    [Fact]
    public void What_has_not_failed_is_waited_for_however_long()
    {
        var late = new LateWrite(0, 0);
        for (var now = 0; now < 100_000; now += 100) Assert.Equal(LateWrite.Step.Wait, late.Next(0, isWorking: now % 1_000 == 0, now));
    }

    [Fact]
    public void What_fails_meanwhile_is_asked_for_at_once()
    {
        var late = new LateWrite(3, 0);
        Assert.Equal(LateWrite.Step.Wait, late.Next(3, true, 10));
        Assert.Equal(LateWrite.Step.Ask, late.Next(4, true, 20));
        Assert.Equal(LateWrite.Step.Wait, late.Next(4, true, 30));
    }

    [Fact]
    public void What_had_failed_before_is_asked_for_when_nothing_goes_on()
    {
        var late = new LateWrite(1, 0);
        Assert.Equal(LateWrite.Step.Wait, late.Next(1, false, 249));
        Assert.Equal(LateWrite.Step.Ask, late.Next(1, false, 250));
        Assert.Equal(LateWrite.Step.Wait, late.Next(1, false, 499));
        Assert.Equal(LateWrite.Step.Ask, late.Next(1, false, 500));

        // Work that goes on again is given its time.
        for (var now = 600; now < 60_000; now += 100) Assert.Equal(LateWrite.Step.Wait, late.Next(1, true, now));
    }

    [Fact]
    public void What_fails_again_and_again_is_given_up()
    {
        var late = new LateWrite(0, 0);
        for (var second = 1; second <= 6; second++) Assert.Equal(LateWrite.Step.Ask, late.Next(second, false, second * 1_000));
        Assert.Equal(LateWrite.Step.GiveUpIfFull, late.Next(7, false, 7_000));
        // Where the disk is not full, it may wait for the work of others.
        for (var second = 8; second <= 61; second++) Assert.Equal(LateWrite.Step.GiveUpIfFull, late.Next(second, false, second * 1_000));
        Assert.Equal(LateWrite.Step.GiveUp, late.Next(62, false, 62_000));
    }
}
