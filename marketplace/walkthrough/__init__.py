"""The main job over real HTTP, step by step and in the open: `make walkthrough`.

A script plays the participant, a platform, two institutions and the operator against a
running demo. It prints what is sent and answered, and fails when a promise is broken.
"""
