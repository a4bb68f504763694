package dev.ridgeline.deployment;

/**
 * The decode replica that serves the tasks of a course, as far as all KV policies have it in
 * common.
 *
 * @param tier memory tier behind its accelerators
 * @param turns turns of a task one after the other, those of a sub-agent included
 * @param comebacks turns among them that follow a wait for a tool
 * @param groups attention groups, each with sequences of its own
 * @param copies accelerators that hold the state of a sequence together
 * @param roomBytes device memory for state, of one accelerator of each group
 * @param besideBytes capacity footprint of a task but for its state
 * @param peakStateBytes state that a task holds at most at once, on all accelerators
 * @param decodeIdleWatts idle power of the replica, its hosts and its tiers
 * @param prefillIdleWatts idle power of a replica that prefills
 * @param siteOverhead power of the site over that of its servers
 */
record TaskServer(
    KvTier tier,
    int turns,
    int comebacks,
    int groups,
    int copies,
    double roomBytes,
    double besideBytes,
    double peakStateBytes,
    double decodeIdleWatts,
    double prefillIdleWatts,
    double siteOverhead) {

  /**
   * Describes the replica of a planner.
   *
   * @param sums sums of a task, of any policy
   * @param last capacity for the batch in the last turn
   */
  static TaskServer of(Planner planner, TaskTally sums, DecodeCapacity last) {
    KvTier tier = planner.decodePool().tier();
    Replica replica = last.replicas().state();
    int groups = replica.attentionGroups();
    int copies = replica.acceleratorsPerSequence();
    return new TaskServer(
        tier,
        sums.course().turns(),
        sums.course().comebacks(),
        groups,
        copies,
        groups * (last.usableBytes() - last.fixedBytes() - sums.state().sharedBytes()),
        last.weightFootprintBytes() + last.activationFootprintBytes(),
        copies * sums.state().peakBytes(),
        PowerDraw.idleWatts(last.replicas(), tier),
        PowerDraw.idleWatts(planner.prefillReplica()),
        planner.settings.powerUsageEffectiveness());
  }

  /** Memory of the first tier, of one accelerator of each group. */
  double tierBytes() {
    return groups * tier.bytesPerAccelerator();
  }
}
